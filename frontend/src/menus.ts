import { element, fresh } from "./elements.ts";
import { word } from "./words.ts";

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

/** `[data-copy]` puts its value, or what it shows, on the clipboard; `[data-print]` prints the page. */
export function mountTools(root: ParentNode): void {
  for (const source of fresh(root, "[data-copy]", "mounted")) mountCopying(source);
  for (const button of fresh(root, "[data-print]", "mounted")) button.addEventListener("click", () => window.print());
}

/** A button copies when pressed; anything else gets a button of its own after it. */
function mountCopying(source: HTMLElement): void {
  const button = source instanceof HTMLButtonElement ? source : element("button", { type: "button", class: "btn btn-sm no-print" }, word("copy"));
  if (button !== source) source.after(" ", button);
  const before = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.dataset.copy || (source.textContent ?? ""));
    button.textContent = word("copied");
    setTimeout(() => (button.textContent = before), 1500);
  });
}
