import { element } from "../elements.ts";
import type { GridColumn } from "./pasting.ts";

type Offer = { value: string; label: string };
type Question = { input: HTMLInputElement; url: string; kinds: string; text: string };
const DELAY = 200;

/** Suggestions under one cell of the grid: choices of the column, or parties and places that begin with the text. */
export class Suggestions {
  private list = element("ul", { class: "grid-suggestions", role: "listbox", id: "grid-suggestions", hidden: "" });
  private input: HTMLInputElement | undefined;
  private marked = -1;
  private timer = 0;
  private asked = 0;
  private question: Question | undefined;
  private settling = new Set<Promise<void>>();

  constructor(private urls: Record<string, string>, private picked: (input: HTMLInputElement) => void) {
    document.body.append(this.list);
    this.list.addEventListener("mousedown", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      event.preventDefault();
      if (option) { this.mark([...this.list.children].indexOf(option)); this.pick(); }
    });
  }

  get open(): boolean { return !this.list.hidden; }

  /** Offers what fits the text of a cell, soon. */
  offer(input: HTMLInputElement, column: GridColumn | undefined): void {
    clearTimeout(this.timer);
    const text = input.value.trim();
    if (!column?.suggests || !text) return this.close();
    if (column.suggests === "choice") return this.show(input, matching(column.choices, text));
    const url = this.urls[column.suggests];
    if (!url) return;
    const question = (this.question = { input, url, kinds: column.kinds.join(","), text });
    this.timer = window.setTimeout(() => void this.ask(question), DELAY);
  }

  private async ask(question: Question): Promise<void> {
    const turn = ++this.asked, { input, text } = question;
    try {
      const offers = await answered(question);
      if (turn !== this.asked || document.activeElement !== input || input.value.trim() !== text) return;
      this.question = undefined;
      this.show(input, offers);
    } catch { this.close(); }
  }

  /** Closes the list on leaving a cell. Who types faster than the answer comes gets what alone begins with the text. */
  leave(): void {
    const question = this.question;
    this.close();
    if (!question) return;
    const settled = this.settle(question).finally(() => this.settling.delete(settled));
    this.settling.add(settled);
  }

  private async settle(question: Question): Promise<void> {
    const { input, text } = question;
    const offers = await answered(question).catch(() => []);
    if (offers.length !== 1 || input.value.trim() !== text) return;
    input.value = offers[0]!;
    this.picked(input);
  }

  /** Resolves when every cell that was left too early has its answer. */
  async settled(): Promise<void> { await Promise.all(this.settling); }

  private show(input: HTMLInputElement, offers: string[]): void {
    if (!offers.length || (offers.length === 1 && offers[0] === input.value)) return this.close();
    this.input = input;
    this.list.replaceChildren(...offers.slice(0, 8).map((text) => element("li", { role: "option" }, text)));
    const box = input.getBoundingClientRect();
    Object.assign(this.list.style, {
      left: `${box.left + scrollX}px`, top: `${box.bottom + scrollY}px`, minWidth: `${box.width}px`,
    });
    this.list.hidden = false;
    input.setAttribute("aria-controls", this.list.id);
    this.mark(0);
  }

  private mark(at: number): void {
    this.marked = at;
    [...this.list.children].forEach((one, here) => one.setAttribute("aria-selected", String(here === at)));
  }

  /** Marks the next or the previous suggestion. */
  step(by: number): void {
    const count = this.list.children.length;
    this.mark((this.marked + by + count) % count);
  }

  /** Puts the marked suggestion into its cell. */
  pick(): void {
    const text = this.list.children[this.marked]?.textContent;
    if (text && this.input) { this.input.value = text; this.picked(this.input); }
    this.close();
  }

  close(): void {
    clearTimeout(this.timer);
    this.asked++;
    this.question = undefined;
    this.list.hidden = true;
    this.input?.removeAttribute("aria-controls");
    this.input = undefined;
  }
}

/** What the server offers for a text, as it stands in the cell once it is picked. */
async function answered({ url, kinds, text }: Question): Promise<string[]> {
  const asked = new URLSearchParams(kinds ? { text, kinds } : { text });
  const answer = await fetch(`${url}?${asked}`, { headers: { Accept: "application/json" } });
  return ((await answer.json()) as Offer[]).map((one) => `${one.value} ${one.label}`);
}

/** The choices that begin with a text, then those that hold it. */
export function matching(choices: string[], text: string): string[] {
  const begins = choices.filter((one) => one.startsWith(text));
  return [...begins, ...choices.filter((one) => !one.startsWith(text) && one.includes(text))];
}
