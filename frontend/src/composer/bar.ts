import { element } from "../elements.ts";
import type { Words } from "./chips.ts";
import { type Chip, chosen, type Part, rewritten } from "./tags.ts";

type Acts = { change: (source: string) => void; remove: () => void };
type Option = [value: string, title: string];

/** What stands above the text while a tag is chosen: its name and value, how else it may be written, its source. */
export class ChipBar {
  dom = element("div", { class: "chip-bar", hidden: "" });
  private shown = "";

  constructor(private words: Words, private acts: Acts) {}

  show(source: string, chip: Chip | undefined): void {
    const state = JSON.stringify([source, chip]);
    if (state === this.shown) return;
    const focused = (this.dom.ownerDocument.activeElement as HTMLElement | null)?.dataset.part;
    this.shown = state;
    this.dom.hidden = false;
    this.dom.replaceChildren(...this.content(source, chip));
    if (focused) this.dom.querySelector<HTMLElement>(`[data-part="${focused}"]`)?.focus();
  }

  hide(): void {
    this.shown = "";
    this.dom.hidden = true;
  }

  private content(source: string, chip: Chip | undefined): HTMLElement[] {
    const remove = element("button", { type: "button", class: "btn btn-sm" }, this.words.remove!);
    remove.addEventListener("click", () => this.acts.remove());
    if (!chip) return [element("p", { class: "note" }, this.words.loading!), remove];
    const says = chip.problem || (chip.empty ? this.words.empty! : chip.reads);
    const head = element("p", {}, element("b", {}, chip.title), " ", element("span", { class: chip.problem ? "problem" : "num" }, says));
    const about = chip.about ? [element("p", { class: "note" }, chip.about)] : [];
    const open = chip.url ? [element("a", { class: "btn btn-sm", href: chip.url, target: "_blank", rel: "noopener" }, this.words.open!)] : [];
    return [head, ...about, element("div", { class: "chip-choices" }, ...this.choices(source, chip), ...open, remove)];
  }

  private choices(source: string, chip: Chip): HTMLElement[] {
    if (chip.kind !== "figure") return [];
    const w = this.words;
    const places: Option[] = [["", w.usual!], ...["0", "1", "2", "3"].map((n): Option => [`${n}位`, w.places_of!.replace("%s", n)])];
    const vague = ["余", "近", "约", "超"].map((word): Option => [word, `${w.vague!} ${word}`]);
    const manner: Option[] = [["", w.rounded!], ["截尾", w.cut!], ...(chip.units.length ? vague : [])];
    const compare: Option[] = [["", w.this!], ["上年", w.last_year!], ["累计", w.ever!], ["本年", w.year!], ["本年 同比", w.year_growth!], ["同比", w.growth!], ["增减", w.change!]];
    const select = (part: Part, label: string, options: Option[]) => this.select(source, chip, part, label, options);
    return [
      ...(chip.units.length > 1 ? [select("unit", w.unit!, [["", w.usual!], ...chip.units.map((unit): Option => [unit, unit])])] : []),
      select("places", w.places!, places),
      select("manner", w.manner!, manner),
      ...(chip.units.length || chosen(source, "compare", []) ? [select("compare", w.compare!, compare)] : []),
    ];
  }

  private select(source: string, chip: Chip, part: Part, label: string, options: Option[]): HTMLElement {
    const select = element("select", { class: "form-select", "data-part": part });
    const now = chosen(source, part, chip.units).replace(/^整数$/, "0位").replace(/^四舍五入$/, "");
    for (const [value, title] of options) select.append(element("option", { value }, title));
    select.value = now;
    select.addEventListener("change", () => this.acts.change(rewritten(source, part, select.value, chip.units)));
    return element("label", {}, label, select);
  }
}
