import { fresh } from "./elements.ts";

/** Small menus close by Escape and by a click elsewhere; the side navigation opens as a drawer. Once. */
export function listenForMenus(): void {
  document.addEventListener("click", (event) => closeMenus(event.target as Element));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closeMenus(undefined);
    setDrawer(false);
  });
}

function closeMenus(except: Element | undefined): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu-box][open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}

function setDrawer(open: boolean): void {
  const drawer = document.getElementById("navigation");
  if (!drawer || drawer.classList.contains("open") === open) return;
  drawer.classList.toggle("open", open);
  if (open) drawer.querySelector<HTMLElement>("a")?.focus();
  else document.querySelector<HTMLElement>("[data-menu]")?.focus();
}

/** `[data-menu]` opens the drawer, `[data-menu-close]` and a tap beside it close it. */
export function mountMenus(root: ParentNode): void {
  for (const opener of fresh(root, "[data-menu]", "mounted")) {
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopPropagation();
      setDrawer(true);
    });
  }
  for (const closer of fresh(root, "[data-menu-close]", "mounted")) {
    closer.addEventListener("click", (event) => {
      event.preventDefault();
      setDrawer(false);
    });
  }
  document.getElementById("main")?.addEventListener("click", () => setDrawer(false));
}

/** `[data-copy]` puts its text on the clipboard; `[data-print]` prints the page. */
export function mountTools(root: ParentNode, copied: string): void {
  for (const button of fresh(root, "[data-copy]", "mounted")) {
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy ?? "");
      const before = button.textContent;
      button.textContent = copied;
      setTimeout(() => (button.textContent = before), 1500);
    });
  }
  for (const button of fresh(root, "[data-print]", "mounted")) button.addEventListener("click", () => window.print());
}
