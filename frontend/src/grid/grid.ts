import { element, fresh } from "../elements.ts";
import { ask } from "../dialogs.ts";
import { dropDraft, keepDraft, keptDraft } from "./draft.ts";
import { pastedRows, type Cells, type GridColumn } from "./pasting.ts";
import { Suggestions } from "./suggesting.ts";

type Told = { field: string; message: string; level: string };
type Answer = { message: string; rows: Record<string, Told[]>; recorded: number[]; key: string; url: string };

const SPARE = 1; // blank rows at the foot
const KEEP_AFTER = 300;

/** `form[data-grid]` becomes a grid worked with the keyboard alone; without this script it is a plain form. */
export function mountGrids(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-grid]", "mounted")) new Grid(form).start();
}

export class Grid {
  private body: HTMLTableSectionElement;
  private blank: HTMLTableRowElement;
  private columns: GridColumn[];
  private words: Record<string, string>;
  private suggestions: Suggestions;
  private timer = 0;
  private busy = false;

  constructor(private form: HTMLFormElement) {
    const page = form.ownerDocument;
    this.body = form.querySelector("tbody")!;
    this.columns = JSON.parse(page.querySelector("[data-grid-columns]")?.textContent ?? "[]");
    this.words = JSON.parse(page.querySelector("[data-grid-words]")?.textContent ?? "{}");
    this.blank = this.lines().at(-1)!.cloneNode(true) as HTMLTableRowElement;
    for (const input of this.blank.querySelectorAll("input")) input.value = "";
    this.suggestions = new Suggestions(
      { party: form.dataset.partyUrl ?? "", area: form.dataset.areaUrl ?? "" },
      (input) => input.dispatchEvent(new Event("change", { bubbles: true })),
    );
  }

  start(): void {
    this.form.addEventListener("keydown", (event) => this.press(event));
    this.form.addEventListener("input", (event) => this.typed(event.target as HTMLInputElement));
    this.form.addEventListener("change", () => this.keepSoon());
    this.form.addEventListener("paste", (event) => this.paste(event));
    this.form.addEventListener("focusout", () => this.suggestions.leave());
    this.form.addEventListener("submit", (event) => void this.submit(event));
    this.form.querySelector("[data-grid-clear]")?.addEventListener("click", () => void this.clear());
    if (!this.filled().length) this.restore();
    // Blank cards would push what was filled out of sight.
    if (matchMedia("(max-width: 639.98px)").matches) this.dropBlank();
    this.spare();
    this.inputs(this.lines()[0]!)[0]?.focus();
  }

  private lines(): HTMLTableRowElement[] {
    return [...this.body.querySelectorAll("tr")];
  }

  private inputs(row: HTMLTableRowElement): HTMLInputElement[] {
    return [...row.querySelectorAll<HTMLInputElement>("input[data-cell]")];
  }

  /** What each row holds; blank cells are left out. */
  rows(): Cells[] {
    return this.lines().map((row) => {
      const cells: Cells = {};
      for (const input of this.inputs(row)) if (input.value.trim()) cells[input.dataset.cell!] = input.value.trim();
      return cells;
    });
  }

  private filled(): Cells[] {
    return this.rows().filter((cells) => Object.keys(cells).length);
  }

  private field(name: string): HTMLInputElement {
    return this.form.querySelector<HTMLInputElement>(`input[name="${name}"]`)!;
  }

  // Keys

  private press(event: KeyboardEvent): void {
    const input = event.target as HTMLInputElement;
    if (!input.dataset?.cell || event.isComposing) return;
    if (this.suggestions.open && this.pressAmongSuggestions(event)) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === "d") { event.preventDefault(); this.copyDown(input); }
      return;
    }
    const by: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Enter") this.go(event, input, event.shiftKey ? -1 : 1, true);
    else if (by[event.key]) this.go(event, input, by[event.key]!, false);
    else if (event.key === "ArrowLeft" && input.selectionStart === 0 && input.selectionEnd === 0) this.step(event, input, -1);
    else if (event.key === "ArrowRight" && input.selectionStart === input.value.length) this.step(event, input, 1);
  }

  private pressAmongSuggestions(event: KeyboardEvent): boolean {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.suggestions.step(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Escape") this.suggestions.close();
    else if (event.key === "Enter") this.suggestions.pick();
    else {
      if (event.key === "Tab") this.suggestions.pick();
      return false;
    }
    event.preventDefault();
    return true;
  }

  /** To the same column of another row, or (`home`) to its first cell; below the last row a new one begins. */
  private go(event: KeyboardEvent, input: HTMLInputElement, by: number, home: boolean): void {
    event.preventDefault();
    const row = input.closest("tr")!, at = this.inputs(row).indexOf(input);
    const rows = this.lines(), next = rows[rows.indexOf(row) + by] ?? (by > 0 ? this.add() : undefined);
    if (!next) return;
    const target = this.inputs(next)[home && by > 0 ? 0 : at];
    target?.focus();
    target?.select();
  }

  private step(event: KeyboardEvent, input: HTMLInputElement, by: number): void {
    // The reason is on the page only for the rows that were asked for one.
    const all = [...this.body.querySelectorAll<HTMLInputElement>('input[data-cell]:not([data-cell="reason"]), tr.asked input[data-cell]')];
    const target = all[all.indexOf(input) + by];
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.select();
  }

  private copyDown(input: HTMLInputElement): void {
    const row = input.closest("tr")!;
    const above = row.previousElementSibling as HTMLTableRowElement | null;
    const source = above?.querySelector<HTMLInputElement>(`input[data-cell="${input.dataset.cell}"]`);
    if (!source) return;
    input.value = source.value;
    this.typed(input);
    this.suggestions.close();
  }

  // Rows

  private add(): HTMLTableRowElement {
    const row = this.blank.cloneNode(true) as HTMLTableRowElement;
    this.body.append(row);
    this.untell(row);
    row.querySelector("th")!.textContent = String(this.lines().length);
    return row;
  }

  private dropBlank(): void {
    for (const row of this.lines().slice(1)) if (!this.inputs(row).some((one) => one.value.trim())) row.remove();
  }

  private spare(): void {
    const rows = this.lines();
    const used = rows.reduce((last, row, at) => (this.inputs(row).some((one) => one.value.trim()) ? at + 1 : last), 0);
    while (this.lines().length < used + SPARE) this.add();
  }

  private fill(row: HTMLTableRowElement, cells: Cells): void {
    for (const input of this.inputs(row)) {
      const value = cells[input.dataset.cell!];
      if (value !== undefined) input.value = value;
    }
  }

  private typed(input: HTMLInputElement): void {
    if (!input.dataset?.cell) return this.keepSoon();
    const cell = input.closest("td")!;
    cell.classList.remove("told", "told-error", "told-warning", "told-info");
    input.removeAttribute("aria-invalid");
    for (const text of cell.querySelectorAll(".told-text")) text.remove();
    this.suggestions.offer(input, this.columns.find((one) => one.name === input.dataset.cell));
    this.spare();
    this.keepSoon();
  }

  private paste(event: ClipboardEvent): void {
    const input = event.target as HTMLInputElement;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!input.dataset?.cell || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const { rows, unknown } = pastedRows(text, this.columns, input.dataset.cell);
    let at = this.lines().indexOf(input.closest("tr")!);
    for (const cells of rows) {
      const row = this.lines()[at++] ?? this.add();
      this.fill(row, cells);
      this.untell(row);
    }
    this.spare();
    this.keepSoon();
    const told = [this.words.pasted?.replace("%s", String(rows.length)) ?? ""];
    if (unknown.length) told.push(this.words.unmatched?.replace("%s", unknown.join("、")) ?? "");
    this.say(told.join(" "));
  }

  // What the browser keeps until it is sent

  private keepSoon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.keep(), KEEP_AFTER);
  }

  keep(): void {
    const key = this.field("_key").value;
    const rows = this.rows();
    while (rows.length && !Object.keys(rows.at(-1)!).length) rows.pop();
    keepDraft(this.form.dataset.draft!, { rows, year: this.field("year").value, key, at: Date.now() });
  }

  private restore(): void {
    const draft = keptDraft(this.form.dataset.draft!);
    if (!draft) return;
    draft.rows.forEach((cells, at) => this.fill(this.lines()[at] ?? this.add(), cells));
    this.field("year").value = draft.year;
    // The key goes with the rows: what was sent before the line broke is not recorded twice.
    if (draft.key) this.field("_key").value = draft.key;
    const note = this.form.querySelector<HTMLElement>("[data-grid-restored]")!;
    const discard = element("button", { type: "button", class: "btn btn-sm" }, this.words.discard ?? "");
    discard.addEventListener("click", () => this.empty());
    note.replaceChildren(this.words.restored?.replace("%s", String(this.filled().length)) ?? "", " ", discard);
    note.hidden = false;
  }

  private async clear(): Promise<void> {
    if (await ask(this.words.clear ?? "", this.form.querySelector("[data-grid-clear]")?.textContent?.trim() ?? "")) this.empty();
  }

  private empty(): void {
    for (const row of this.lines()) {
      for (const input of this.inputs(row)) input.value = "";
      this.untell(row);
    }
    dropDraft(this.form.dataset.draft!);
    const note = this.form.querySelector<HTMLElement>("[data-grid-restored]");
    if (note) note.hidden = true;
    this.say("");
    this.inputs(this.lines()[0]!)[0]?.focus();
  }

  // Sending

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.say(this.words.sending ?? "");
    this.suggestions.leave();
    await this.suggestions.settled();
    this.keep();
    const wanted = (event.submitter as HTMLButtonElement | null)?.value || "check";
    const data = new FormData();
    data.set("csrfmiddlewaretoken", this.field("csrfmiddlewaretoken").value);
    data.set("_key", this.field("_key").value);
    data.set("year", this.field("year").value);
    data.set("do", wanted);
    data.set("grid", JSON.stringify(this.rows()));
    try {
      const answer = await fetch(location.href, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (answer.status === 401 || answer.status === 403 || answer.redirected) this.say(this.words.expired ?? "", true);
      else if (answer.status !== 200 && answer.status !== 422) this.say(this.words.failed ?? "", true);
      else this.take((await answer.json()) as Answer, answer.ok);
    } catch {
      this.say(this.words.offline ?? "", true);
    } finally {
      this.busy = false;
    }
  }

  /** Shows what the server said: faults at their cells; recorded rows leave the grid. */
  take(answer: Answer, good: boolean): void {
    if (!answer.rows) return this.say(answer.message ?? "", true);
    this.field("_key").value = answer.key;
    const rows = this.lines();
    for (const row of rows) this.untell(row);
    for (const [number, told] of Object.entries(answer.rows)) this.tell(rows[Number(number) - 1]!, told);
    for (const number of answer.recorded) rows[number - 1]!.remove();
    this.form.classList.toggle("grid-asked", this.body.querySelector("tr.asked") !== null);
    this.lines().forEach((row, at) => (row.querySelector("th")!.textContent = String(at + 1)));
    this.spare();
    this.say(answer.message, !good);
    if (!this.filled().length && answer.url) {
      dropDraft(this.form.dataset.draft!);
      clearTimeout(this.timer);
      return location.assign(answer.url);
    }
    this.keep();
    const told = Object.values(answer.rows).filter((one) => one.some((t) => t.level !== "info")).length;
    const some = told > 0 && told < this.filled().length;
    const button = this.form.querySelector<HTMLElement>("[data-grid-good]");
    if (button) button.hidden = !some;
    this.form.querySelector<HTMLInputElement>(".told-error input, .told-warning input")?.focus();
  }

  private untell(row: HTMLTableRowElement): void {
    row.classList.remove("faulty", "asked");
    for (const cell of row.querySelectorAll(".told")) cell.classList.remove("told", "told-error", "told-warning");
    for (const text of row.querySelectorAll(".told-text")) text.remove();
    for (const input of row.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  }

  private tell(row: HTMLTableRowElement, told: Told[]): void {
    for (const one of told) {
      const input = row.querySelector<HTMLInputElement>(`input[data-cell="${one.field}"]`) ?? this.inputs(row)[0]!;
      const cell = input.closest("td")!;
      cell.classList.add("told", `told-${one.level}`);
      if (one.level === "error") input.setAttribute("aria-invalid", "true");
      cell.append(element("small", { class: "told-text" }, one.message));
      if (one.level !== "info") row.classList.add(one.level === "error" ? "faulty" : "asked");
    }
  }

  private say(text: string, bad = false): void {
    const place = this.form.querySelector<HTMLElement>("[data-grid-message]")!;
    place.textContent = text;
    place.classList.toggle("bad", bad);
  }
}
