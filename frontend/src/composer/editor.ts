import { baseKeymap, chainCommands } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { type Command, EditorState, NodeSelection, Plugin, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { element, fresh } from "../elements.ts";
import { ChipBar } from "./bar.ts";
import { Chips, ChipView, signView, type Words } from "./chips.ts";
import {
  BROUGHT, chooseBeside, chosenTag, insertText, keepingWhole, makeConditional, makeUnconditional, splitParagraph, withSource,
} from "./commands.ts";
import { type Named, placeOf } from "./finding.ts";
import { passagesOf, unwritten } from "./passages.ts";
import { documentOf, inlineOf, sliceOf, textOf } from "./schema.ts";
import type { Chip } from "./tags.ts";

const AS_SOURCE = "composer-source"; // in the browser's store: this writer reads tags as they are written

/** `form[data-composer]` shows its text with figures as chips; without this script it is a plain text area. */
export function mountComposers(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-composer]", "mounted")) new Composer(form);
}

export class Composer {
  view: EditorView;
  private area: HTMLTextAreaElement;
  private source: HTMLElement;
  private frame = element("div", { class: "composer-frame" });
  private words: Words;
  private chips: Chips;
  private drawn = new Set<ChipView>();
  private bar: ChipBar;
  private buttons: [HTMLButtonElement, Command][] = [];
  private toggle: HTMLButtonElement;

  constructor(private form: HTMLFormElement) {
    const page = form.ownerDocument;
    const data = (name: string) => JSON.parse(page.querySelector(`[${name}]`)?.textContent ?? "{}");
    this.area = form.querySelector("textarea")!;
    this.source = form.querySelector("[data-composer-source]")!;
    this.words = data("data-composer-words");
    this.chips = new Chips(new Map(Object.entries(data("data-composer-chips"))), () => this.askChips(), () => this.redraw());
    this.bar = new ChipBar(this.words, { change: (to) => this.changeChosen(to), remove: () => this.removeChosen() });
    this.toggle = this.button("show_source", "", () => this.showSource(!this.isSource()));
    const tools = element("div", { class: "composer-tools", role: "toolbar", "aria-label": this.words.text! }, ...this.tools());
    const place = element("div", { class: "composer-place" });
    const hint = element("p", { class: "note" }, this.words.hint!);
    this.frame.append(place, hint, element("div", { class: "composer-bar" }, this.bar.dom));
    this.source.before(tools, this.frame);
    this.view = this.start(place);
    this.listen(page);
    this.showSource(remembered(), false);
    this.refresh();
  }

  private start(place: HTMLElement): EditorView {
    const doc = documentOf(this.area.value);
    const label = this.form.querySelector("label[for=id_text]")?.id ?? "";
    return new EditorView(place, {
      state: EditorState.create({ doc, selection: Selection.atEnd(doc), plugins: this.plugins() }),
      attributes: { role: "textbox", "aria-multiline": "true", ...(label ? { "aria-labelledby": label } : { "aria-label": this.words.text! }) },
      nodeViews: {
        tag: (node) => {
          const view = new ChipView(node, this.chips, this.words, (gone) => this.drawn.delete(gone));
          this.drawn.add(view);
          return view;
        },
        sign: (node) => signView(node, this.words),
      },
      clipboardTextSerializer: (slice) => textOf(slice.content),
      clipboardTextParser: (text) => sliceOf(text),
      handlePaste: (view, event) => this.takeText(view, event.clipboardData, event),
      handleDrop: (view, event, _slice, moved) => !moved && this.takeDrop(view, event),
      dispatchTransaction: (transaction) => this.apply(transaction),
    });
  }

  private plugins(): Plugin[] {
    const keys = {
      "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo, Enter: splitParagraph, "Shift-Enter": splitParagraph,
      Backspace: chainCommands(chooseBeside(-1), baseKeymap.Backspace!), Delete: chainCommands(chooseBeside(1), baseKeymap.Delete!),
    };
    const marks = new Plugin({ props: { decorations: (state) => this.decorations(state) } });
    return [history(), keepingWhole(), keymap(keys), keymap(baseKeymap), marks];
  }

  private decorations(state: EditorState): DecorationSet {
    const passages = passagesOf(state.doc).passages.map(({ from, to, depth }) =>
      Decoration.inline(from, to, { class: `passage passage-${Math.min(depth, 2)}` }));
    const off = unwritten(state.doc, (source) => this.chips.isEmpty(source)).map(({ from, to }) =>
      Decoration.inline(from, to, { class: "passage-off", title: this.words.off! }));
    return DecorationSet.create(state.doc, [...passages, ...off]);
  }

  private apply(transaction: Transaction): void {
    const before = this.view.state;
    this.view.updateState(before.apply(transaction));
    if (!this.view.state.doc.eq(before.doc)) this.written();
    this.refresh();
  }

  /** Hands the text to the form and to whoever reads along. */
  private written(): void {
    this.area.value = textOf(this.view.state.doc.content);
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private refresh(): void {
    const { state } = this.view;
    const sources: string[] = [];
    state.doc.descendants((node) => void (node.type.name === "tag" && sources.push(node.attrs.source as string)));
    this.chips.want(sources);
    for (const [button, command] of this.buttons) button.disabled = this.isSource() || !command(state);
    const tag = chosenTag(state);
    if (tag) this.bar.show(tag.source, this.chips.get(tag.source));
    else this.bar.hide();
  }

  private redraw(): void {
    for (const view of this.drawn) view.show();
    this.view.dispatch(this.view.state.tr.setMeta("addToHistory", false)); // passages may be written now that were not
  }

  private async askChips(): Promise<Record<string, Chip>> {
    const answer = await fetch(this.form.dataset.chipsUrl ?? "", {
      method: "POST",
      body: new FormData(this.form),
      headers: { Accept: "application/json" },
    });
    return ((await answer.json()) as { chips: Record<string, Chip> }).chips;
  }

  private tools(): HTMLElement[] {
    const command = (key: string, help: string, act: Command) => {
      const button = this.button(key, help, () => this.run(act));
      this.buttons.push([button, act]);
      return button;
    };
    return [
      command("undo", "", undo),
      command("redo", "", redo),
      command("condition", "condition_help", makeConditional),
      command("unwrap", "unwrap_help", makeUnconditional),
      this.toggle,
    ];
  }

  private button(key: string, help: string, act: () => void): HTMLButtonElement {
    const button = element("button", { type: "button", class: "btn btn-sm", ...(help ? { title: this.words[help]! } : {}) }, this.words[key]!);
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays in the text
    button.addEventListener("click", act);
    return button;
  }

  private run(command: Command): void {
    command(this.view.state, this.view.dispatch);
    this.view.focus();
  }

  private changeChosen(source: string): void {
    const tag = chosenTag(this.view.state);
    if (tag) this.view.dispatch(withSource(this.view.state, tag.at, source));
  }

  private removeChosen(): void {
    this.view.dispatch(this.view.state.tr.deleteSelection());
    this.view.focus();
  }

  private takeText(view: EditorView, data: DataTransfer | null, event: Event): boolean {
    const text = data?.getData("text/plain") ?? "";
    event.preventDefault();
    if (text) view.dispatch(insertText(view.state, text).setMeta(BROUGHT, true));
    return true; // a picture or a file is no text and is not taken
  }

  private takeDrop(view: EditorView, event: DragEvent): boolean {
    const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (place) view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(place.pos))));
    return this.takeText(view, event.dataTransfer, event);
  }

  private isSource(): boolean {
    return !this.source.hidden;
  }

  private showSource(source: boolean, byHand = true): void {
    const bringing = !source && this.area.value.replace(/\r\n?/g, "\n") !== textOf(this.view.state.doc.content);
    if (bringing) {
      const { doc, tr } = this.view.state;
      this.view.dispatch(tr.replaceWith(0, doc.content.size, documentOf(this.area.value).content).setMeta(BROUGHT, true));
    }
    this.source.hidden = !source;
    this.frame.hidden = source;
    this.toggle.textContent = this.words[source ? "hide_source" : "show_source"]!;
    this.refresh();
    if (!byHand) return;
    remember(source);
    if (source) this.area.focus();
    else this.view.focus();
  }

  private listen(page: Document): void {
    this.form.querySelector("label[for=id_text]")?.addEventListener("click", () => !this.isSource() && this.view.focus());
    this.area.addEventListener("insert-text", (event) => {
      if (this.isSource()) return;
      event.preventDefault();
      this.view.dispatch(insertText(this.view.state, (event as CustomEvent<string>).detail));
      this.view.focus();
    });
    page.addEventListener("click", (event) => {
      const button = (event.target as Element | null)?.closest<HTMLElement>("[data-number]");
      if (button && !this.isSource()) this.take(button, event);
    });
  }

  /** A number of the panel: goes to it in the text, or puts its live figure in its place. */
  private take(button: HTMLElement, event: Event): void {
    const number: Named = { text: button.dataset.number!, nth: Number(button.dataset.nth), live: "live" in button.dataset };
    const told = { reads: (source: string) => this.chips.get(source)?.reads ?? "", isEmpty: (source: string) => this.chips.isEmpty(source) };
    const place = placeOf(this.view.state.doc, number, told);
    event.preventDefault();
    if (!place) {
      button.title = this.words.gone!;
      return;
    }
    const { state } = this.view;
    const live = button.dataset.makeLive;
    const chosen = number.live ? NodeSelection.create(state.doc, place.from) : TextSelection.create(state.doc, place.from, place.to);
    this.view.dispatch(live ? state.tr.replaceWith(place.from, place.to, inlineOf(live)).scrollIntoView() : state.tr.setSelection(chosen).scrollIntoView());
    this.view.focus();
    (this.view.domAtPos(place.from).node as Element).parentElement?.scrollIntoView({ block: "nearest" });
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(AS_SOURCE) === "1";
  } catch {
    return false; // the browser keeps nothing: chips, as for everybody else
  }
}

function remember(source: boolean): void {
  try {
    localStorage.setItem(AS_SOURCE, source ? "1" : "");
  } catch {
    return; // not remembered, and nothing lost
  }
}
