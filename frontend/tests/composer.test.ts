import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { history, undo } from "prosemirror-history";
import { AllSelection, EditorState, NodeSelection, TextSelection } from "prosemirror-state";
import {
  chooseBeside, chosenTag, insertText, keepingWhole, makeConditional, makeUnconditional, splitParagraph, withSource,
} from "../src/composer/commands.ts";
import { Composer } from "../src/composer/editor.ts";
import { placeOf } from "../src/composer/finding.ts";
import { passagesOf, unwritten } from "../src/composer/passages.ts";
import { documentOf, sliceOf, textOf } from "../src/composer/schema.ts";
import { type Chip, chosen, occurrences, rewritten } from "../src/composer/tags.ts";

const TEXT = "{{时期}}，销售{{销售额 万元}}[[，其中线上{{线上 万元}}[[、线下{{线下}}]]]]。\n\n[[甲{{无}}||乙]]收尾3户";
const MONEY = ["元", "万元", "亿元"];

const stateOf = (text: string) => EditorState.create({ doc: documentOf(text), plugins: [history(), keepingWhole()] });
const back = (state: EditorState) => textOf(state.doc.content);
const at = (state: EditorState, words: string) => {
  let found = -1;
  state.doc.descendants((node, pos) => void (found < 0 && node.isText && node.text!.includes(words) && (found = pos + node.text!.indexOf(words))));
  return found;
};
const selected = (state: EditorState, from: number, to = from) => state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)));
const run = (state: EditorState, command: typeof splitParagraph) => {
  let next = state;
  const done = command(state, (tr) => (next = state.apply(tr)));
  return { done, state: next };
};

test.each([TEXT, "", "一\n\n\n二", "没有收尾的{{标签", "多出的]]和||", "{{ 空 格  }}[[[[]]]]", "a{{b}}{{c}}[d]|e"])("nothing is lost on the way through the editor: %j", (text) => {
  expect(textOf(documentOf(text).content)).toBe(text);
  expect(textOf(sliceOf(text).content)).toBe(text);
});

test("line ends of other systems are line ends", () => {
  expect(textOf(documentOf("一\r\n二\r三").content)).toBe("一\n二\n三");
});

test("passages know their depth and their ways of being written", () => {
  const { passages, loose } = passagesOf(documentOf(TEXT));
  expect(loose).toEqual([]);
  expect(passages.map((one) => [one.depth, one.alternatives.map((way) => way.tags)])).toEqual([
    [1, [["线下"]]],
    [0, [["线上 万元"]]],
    [0, [["无"], []]],
  ]);
});

test("an empty figure leaves its passage out, and the next way is written", () => {
  const doc = documentOf(TEXT);
  const off = (...empty: string[]) => unwritten(doc, (source) => empty.includes(source)).map(({ from, to }) => doc.textBetween(from, to));
  expect(off()).toEqual(["乙"]);
  expect(off("无")).toEqual(["甲"]);
  expect(off("线上 万元", "无")).toEqual(["，其中线上、线下", "甲"]);
});

test("deleting one sign of a passage deletes its partner, and undo brings both back", () => {
  const before = stateOf("[[，其中{{a}}]]。");
  const after = before.apply(before.tr.delete(1, 2));
  expect(back(after)).toBe("，其中{{a}}。");
  expect(back(run(after, undo).state)).toBe("[[，其中{{a}}]]。");
});

test("a text that came with signs out of order is left as it is", () => {
  const before = stateOf("多出]]的");
  const after = before.apply(before.tr.insertText("字", 1));
  expect(back(after)).toBe("字多出]]的");
});

test("a tag typed in braces becomes one", () => {
  const before = stateOf("销售{{a.b}");
  const after = before.apply(before.tr.insertText("}", before.doc.content.size - 1));
  expect(back(after)).toBe("销售{{a.b}}");
  expect(after.doc.firstChild!.lastChild!.type.name).toBe("tag");
});

test("a paragraph cut inside a passage leaves a passage on both sides", () => {
  const before = stateOf("[[甲{{a}}[[乙丙{{b}}]]]]");
  const { state } = run(selected(before, at(before, "乙丙") + 1), splitParagraph);
  expect(back(state)).toBe("[[甲{{a}}[[乙]]]]\n[[[[丙{{b}}]]]]");
});

test("what is chosen can be made conditional and free again", () => {
  const before = stateOf("甲乙{{a}}丙");
  const made = run(selected(before, 2, 4), makeConditional);
  expect(back(made.state)).toBe("甲[[乙{{a}}]]丙");
  expect(back(run(made.state, makeUnconditional).state)).toBe("甲乙{{a}}丙");
  expect(run(selected(before, 2), makeConditional).done).toBe(false);
});

test("a selection that cuts a passage or holds several paragraphs cannot be made one", () => {
  const two = stateOf("甲\n乙");
  expect(run(two.apply(two.tr.setSelection(new AllSelection(two.doc))), makeConditional).done).toBe(false);
  const before = stateOf("甲[[乙{{a}}]]丙");
  expect(run(selected(before, 1, 4), makeConditional).done).toBe(false);
});

test("the first backspace chooses a figure or a whole passage, the second deletes it", () => {
  const figure = stateOf("甲{{a}}");
  const one = run(selected(figure, 3), chooseBeside(-1)).state;
  expect(chosenTag(one)).toEqual({ at: 2, source: "a" });
  const passage = stateOf("甲[[乙]]");
  const two = run(selected(passage, 5), chooseBeside(-1)).state;
  expect([two.selection.from, two.selection.to]).toEqual([2, 5]);
  expect(back(two.apply(two.tr.deleteSelection()))).toBe("甲");
});

test("a figure keeps its place while its manner changes", () => {
  const before = stateOf("甲{{a}}");
  const chosenNow = before.apply(before.tr.setSelection(NodeSelection.create(before.doc, 2)));
  const after = chosenNow.apply(withSource(chosenNow, 2, "a 万元"));
  expect(chosenTag(after)).toEqual({ at: 2, source: "a 万元" });
});

test("pasted text joins the paragraph, and its tags are tags", () => {
  const before = stateOf("甲乙");
  expect(back(before.apply(insertText(selected(before, 2), "一{{a}}\n二")))).toBe("甲一{{a}}\n二乙");
});

test.each([
  ["销售额", "unit", "万元", "销售额 万元"],
  ["销售额 万元 1位", "unit", "", "销售额 1位"],
  ["销售额 整数", "places", "2位", "销售额 2位"],
  ["销售额 万元 余 整百", "manner", "截尾", "销售额 万元 截尾"],
  ["销售额 万元 余 整百", "manner", "约", "销售额 万元 整百 约"],
  ["销售额 万元", "compare", "同比", "销售额 同比"],
  ["销售额 万元", "compare", "本年 同比", "销售额 本年 同比"],
  ["销售额 本年 同比", "compare", "本年", "销售额 本年"],
  ["销售额 占 上年", "compare", "累计", "销售额 占 上年 累计"],
] as const)("%s with %s %j is %s", (source, part, choice, written) => {
  expect(rewritten(source, part, choice, MONEY)).toBe(written);
  expect(chosen(written, part, MONEY)).toBe(choice);
});

test("numbers are found as numbers of their own", () => {
  expect(occurrences("13户、3户、3.3户、33户", "3户")).toEqual([4]);
});

test("a number of the panel is found where it is written", () => {
  const doc = documentOf("[[甲{{a}}3户||3户]]又3户，{{b}}和{{c}}");
  const told = { isEmpty: (source: string) => source === "a", reads: (source: string) => (source === "a" ? "" : "8人") };
  const words = (nth: number, live = false) => {
    const place = placeOf(doc, { text: live ? "8人" : "3户", nth, live }, told);
    return place && doc.textBetween(place.from, place.to, "", (node) => node.attrs.source);
  };
  expect([words(0), words(1), words(2), words(1, true)]).toEqual(["3户", "3户", undefined, "c"]);
});

const CHIP: Chip = { kind: "figure", title: "销售额", reads: "80万元", empty: false, problem: "", about: "卖出的", url: "/figures/a/", units: MONEY };
const WORDS = { show_source: "source", hide_source: "chips", undo: "undo", redo: "redo", condition: "if", unwrap: "always", remove: "remove", places_of: "%s places", bad: "?" };

function page(text: string): Composer {
  localStorage.clear();
  document.body.innerHTML = `
    <form data-composer data-chips-url="/chips/"><label for="id_text" id="text-label">text</label>
      <div data-composer-source><textarea id="id_text" name="text"></textarea></div></form>
    <button type="button" data-number="3户" data-nth="0">3户</button>
    <button data-make-live="{{销售额}}" data-number="3户" data-nth="0">live</button>
    <script type="application/json" data-composer-chips>${JSON.stringify({ 销售额: CHIP })}</script>
    <script type="application/json" data-composer-words>${JSON.stringify(WORDS)}</script>`;
  document.querySelector("textarea")!.value = text;
  return new Composer(document.querySelector("form")!);
}

const area = () => document.querySelector<HTMLTextAreaElement>("textarea")!;
const press = (words: string) => [...document.querySelectorAll("button")].find((one) => one.textContent === words)!.click();

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("figures are shown with their value and name, and the form keeps the text with its tags", () => {
  const heard = vi.fn();
  const composer = page("卖出{{销售额}}");
  area().addEventListener("input", heard);
  expect(document.querySelector(".chip")!.textContent).toBe("销售额80万元");
  expect(document.querySelector<HTMLElement>("[data-composer-source]")!.hidden).toBe(true);
  composer.view.dispatch(composer.view.state.tr.insertText("共", 1));
  expect(area().value).toBe("共卖出{{销售额}}");
  expect(heard).toHaveBeenCalledOnce();
});

test("a change of manner is written into the tag and asked about", async () => {
  const answer = { chips: { "销售额 元": { ...CHIP, reads: "800000元" } } };
  vi.stubGlobal("fetch", vi.fn(async () => ({ json: async () => answer })));
  const composer = page("{{销售额}}");
  composer.view.dispatch(composer.view.state.tr.setSelection(NodeSelection.create(composer.view.state.doc, 1)));
  const select = document.querySelector<HTMLSelectElement>("[data-part=unit]")!;
  select.value = "元";
  select.dispatchEvent(new Event("change"));
  expect(area().value).toBe("{{销售额 元}}");
  await vi.advanceTimersByTimeAsync(400);
  expect(document.querySelector(".chip-value")!.textContent).toBe("800000元");
  press("remove");
  expect(area().value).toBe("");
});

test("the source can be written by hand and comes back as chips", () => {
  page("甲");
  press("source");
  area().value = "甲{{销售额}}";
  press("chips");
  expect(document.querySelectorAll(".chip")).toHaveLength(1);
  press("undo");
  expect(area().value).toBe("甲");
});

test("a figure is inserted where one writes, and a typed number made live in its place", () => {
  const composer = page("有3户");
  area().dispatchEvent(new CustomEvent("insert-text", { detail: "{{销售额}}", cancelable: true }));
  expect(area().value).toBe("有3户{{销售额}}");
  press("3户");
  const { from, to } = composer.view.state.selection;
  expect([from, to]).toEqual([2, 4]);
  press("live");
  expect(area().value).toBe("有{{销售额}}{{销售额}}");
});

test("without an answer the text stays and the tag waits", async () => {
  vi.stubGlobal("fetch", vi.fn(async () => Promise.reject(new Error("offline"))));
  page("{{别的}}");
  await vi.advanceTimersByTimeAsync(400);
  expect(document.querySelector(".chip-value")!.textContent).toBe("…");
  expect(area().value).toBe("{{别的}}");
});
