import { element, fresh } from "./elements.ts";
import { word } from "./words.ts";

const CARDS = 10; // shown at once on a telephone, where each row is a card
const INTERACTIVE = "a, button, input, select, textarea, label, summary";

/** Rows that lead somewhere open by a click anywhere; boxes pick rows for a bulk action. */
export function mountRows(root: ParentNode): void {
  for (const table of fresh(root, "table[data-rows]", "mounted")) {
    table.addEventListener("click", (event) => openClicked(event as MouseEvent));
    table.addEventListener("change", (event) => pick(table, event.target as HTMLInputElement));
    foldCards(table);
  }
  showPicked();
}

/** Long lists show their first cards on a telephone, and more at a touch; styles leave all rows on wider screens. */
function foldCards(table: HTMLElement): void {
  const frame = table.closest<HTMLElement>(".phone-cards");
  const rest = [...table.querySelectorAll<HTMLElement>("tbody tr")].slice(CARDS);
  if (!frame || rest.length < CARDS / 2) return; // a handful more is no list to fold
  for (const row of rest) row.classList.add("folded-card");
  const more = element("button", { type: "button", class: "btn more-cards" });
  const say = () => (more.textContent = word("more_rows").replace("%s", String(rest.length)));
  more.addEventListener("click", () => {
    const shown = rest.splice(0, CARDS);
    for (const row of shown) row.classList.remove("folded-card");
    if (rest.length) say();
    else more.remove();
    shown[0]?.querySelector<HTMLElement>("a, input")?.focus({ preventScroll: true });
  });
  say();
  frame.append(more);
}

function openClicked(event: MouseEvent): void {
  const target = event.target as Element;
  const row = target.closest<HTMLElement>("tr[data-href]");
  if (!row || target.closest(INTERACTIVE) || getSelection()?.toString()) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
  else location.assign(row.dataset.href!);
}

function pick(table: HTMLElement, box: HTMLInputElement): void {
  const boxes = table.querySelectorAll<HTMLInputElement>("tbody .pick input");
  if (box.matches("[data-pick-all]")) for (const one of boxes) one.checked = box.checked;
  showPicked();
}

/** Bulk buttons say how many rows they will act on, and wait until there is one. */
export function showPicked(): void {
  const form = document.querySelector<HTMLFormElement>("form.bulk");
  if (!form) return;
  // Not form.id: boxes named "id" belong to the form and would answer instead.
  const count = document.querySelectorAll(`tbody .pick input[form="${form.getAttribute("id")}"]:checked`).length;
  for (const button of form.querySelectorAll("button")) button.disabled = count === 0;
  const note = form.querySelector<HTMLElement>("[data-bulk-count]");
  if (note) {
    note.dataset.before ??= note.textContent ?? "";
    note.textContent = count ? `${count} ✓` : note.dataset.before;
  }
}

/** Moves the marked row by `step` and scrolls it into view; returns it. */
export function stepRow(step: 1 | -1): HTMLElement | undefined {
  const rows = [...document.querySelectorAll<HTMLElement>("table[data-rows] tbody tr")];
  const here = rows.findIndex((row) => row.classList.contains("here"));
  const next = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + step))];
  if (!next) return undefined;
  rows[here]?.classList.remove("here");
  next.classList.add("here");
  next.scrollIntoView({ block: "nearest" });
  return next;
}

/** Opens the marked row, if there is one and it leads somewhere. */
export function openRow(): boolean {
  const href = document.querySelector<HTMLElement>("tr.here")?.dataset.href;
  if (href) location.assign(href);
  return Boolean(href);
}
