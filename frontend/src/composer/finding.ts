import type { Node } from "prosemirror-model";
import { unwritten } from "./passages.ts";
import { tag } from "./schema.ts";
import { occurrences } from "./tags.ts";

/** A number of the text as the checker names it: the `nth` of equal words, typed by hand or written by a tag. */
export type Named = { text: string; nth: number; live: boolean };
type Span = { from: number; to: number };
type Told = { reads: (source: string) => string; isEmpty: (source: string) => boolean };

/** Where a number stands in the document; passages that are not written do not count. */
export function placeOf(doc: Node, number: Named, told: Told): Span | undefined {
  const off = unwritten(doc, told.isEmpty);
  const isOff = (at: number) => off.some((one) => one.from <= at && at < one.to);
  return (number.live ? written(doc, number.text, told) : typed(doc, number.text)).filter((one) => !isOff(one.from))[number.nth];
}

function written(doc: Node, words: string, told: Told): Span[] {
  const found: Span[] = [];
  doc.descendants((node, at) => {
    if (node.type === tag && told.reads(node.attrs.source) === words) found.push({ from: at, to: at + 1 });
  });
  return found;
}

/** A tag or sign counts one place in the document and stands for one character that is in no number. */
function typed(doc: Node, words: string): Span[] {
  const found: Span[] = [];
  doc.forEach((paragraph, offset) => {
    const text = paragraph.textBetween(0, paragraph.content.size, "", "\ufffc");
    for (const at of occurrences(text, words)) found.push({ from: offset + 1 + at, to: offset + 1 + at + words.length });
  });
  return found;
}
