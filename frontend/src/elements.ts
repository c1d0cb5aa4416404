type Child = Node | string;

/** Builds an element: `element("p", { class: "note" }, "text")`. Text is always text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Marks elements as they are taken up, so that a second pass over the same page does nothing twice. */
export function fresh<E extends HTMLElement>(root: ParentNode, selector: string, mark: string): E[] {
  const found = [...root.querySelectorAll<E>(selector)];
  if (root instanceof HTMLElement && root.matches(selector)) found.unshift(root as E);
  return found.filter((one) => {
    if (one.dataset[mark]) return false;
    one.dataset[mark] = "1";
    return true;
  });
}
