import type { Node } from "prosemirror-model";
import type { NodeView } from "prosemirror-view";
import { element } from "../elements.ts";
import type { Chip } from "./tags.ts";

const ASK_AFTER = 350;

export type Words = Record<string, string>;

/** What the server says of each tag of the text, asked for as new ones are written. */
export class Chips {
  private timer = 0;
  private refused = new Set<string>();

  constructor(
    private known: Map<string, Chip>,
    private ask: () => Promise<Record<string, Chip>>,
    private changed: () => void,
  ) {}

  get(source: string): Chip | undefined {
    return this.known.get(source);
  }

  /** Whether a passage that holds the tag is left out; of one not yet asked about, no. */
  isEmpty(source: string): boolean {
    return this.known.get(source)?.empty ?? false;
  }

  /** Asks about tags that are not known yet, once writing rests. */
  want(sources: string[]): void {
    clearTimeout(this.timer);
    const unknown = sources.filter((one) => !this.known.has(one) && !this.refused.has(one));
    if (unknown.length) this.timer = window.setTimeout(() => void this.fetch(unknown), ASK_AFTER);
  }

  private async fetch(unknown: string[]): Promise<void> {
    const told = await this.ask().catch(() => undefined);
    if (!told) return; // no connection: asked again with the next change
    for (const [source, chip] of Object.entries(told)) this.known.set(source, chip);
    for (const source of unknown) if (!(source in told)) this.refused.add(source);
    this.changed();
  }
}

/** A tag in the text: its present value, and above it what it is. */
export class ChipView implements NodeView {
  dom = element("span", { class: "chip" });
  private title = element("span", { class: "chip-title" });
  private value = element("span", { class: "chip-value" });
  private source = "";

  constructor(node: Node, private chips: Chips, private words: Words, private left: (view: ChipView) => void) {
    this.dom.append(this.title, this.value);
    this.update(node);
  }

  update(node: Node): boolean {
    if (node.type.name !== "tag") return false;
    this.source = node.attrs.source as string;
    this.show();
    return true;
  }

  /** Draws what is known of the tag; until the server has answered, what it read before stays. */
  show(): void {
    const chip = this.chips.get(this.source);
    this.dom.dataset.tag = this.source;
    this.dom.className = `chip chip-${chip?.kind ?? "new"}${chip?.empty ? " chip-empty" : ""}`;
    if (!chip) {
      this.value.textContent ||= "…";
      return;
    }
    const reads = chip.kind === "bad" ? chip.title : chip.reads || "—";
    this.title.textContent = chip.kind === "bad" ? this.words.bad! : chip.title;
    this.value.textContent = reads;
    this.dom.title = [chip.title, chip.problem || reads, chip.about].filter(Boolean).join("\n");
    this.dom.setAttribute("aria-label", `${chip.title} ${chip.problem || reads}`);
  }

  ignoreMutation(): boolean {
    return true;
  }

  destroy(): void {
    this.left(this);
  }
}

/** The sign of a passage: a bracket, or the word between two alternatives. */
export function signView(node: Node, words: Words): NodeView {
  const [kind, shown, says] = {
    "[[": ["open", "〔", words.starts!],
    "]]": ["close", "〕", words.ends!],
    "||": ["or", words.or!, words.or!],
  }[node.attrs.sign as string]!;
  return { dom: element("span", { class: `sign sign-${kind}`, title: says!, "aria-label": says! }, shown!) };
}
