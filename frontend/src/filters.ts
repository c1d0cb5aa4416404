import { element, fresh } from "./elements.ts";
import { word } from "./words.ts";

const PHONE = "(max-width: 639.98px)";

/** On a phone a long form of conditions folds behind one button, so that the list or table itself is in sight. */
export function mountFilters(root: ParentNode): void {
  if (!matchMedia(PHONE).matches) return;
  for (const form of fresh<HTMLFormElement>(root, "form.filters", "mounted")) {
    const folded = form.querySelectorAll(".filter:not(.filter-search), .filters-more").length;
    if (folded < 2) continue;
    const button = element("button", { type: "button", class: "btn filters-fold", "aria-expanded": "false" }, word("conditions"));
    button.addEventListener("click", () => {
      const open = form.classList.toggle("folded") === false;
      button.setAttribute("aria-expanded", String(open));
    });
    form.classList.add("folded");
    form.append(button);
  }
}
