import type { Node } from "prosemirror-model";
import { sign, tag } from "./schema.ts";

/** One way of writing a passage: where it stands, and the tags that decide, those of passages inside it not counted. */
export type Alternative = { from: number; to: number; tags: string[] };

/** What stands between `[[` and `]]`, both included; positions are those of the document. */
export type Passage = { from: number; to: number; depth: number; alternatives: Alternative[] };

/** The passages of a paragraph that starts at `start`, and the signs that belong to none. */
export function passagesIn(paragraph: Node, start: number): { passages: Passage[]; loose: number[] } {
  const passages: Passage[] = [];
  const loose: number[] = [];
  const open: { from: number; ors: number[]; tags: string[][] }[] = [];
  paragraph.forEach((node, offset) => {
    const at = start + 1 + offset;
    const within = open.at(-1);
    if (node.type === tag) within?.tags.at(-1)!.push(node.attrs.source);
    if (node.type !== sign) return;
    if (node.attrs.sign === "[[") open.push({ from: at, ors: [], tags: [[]] });
    else if (!within) loose.push(at);
    else if (node.attrs.sign === "||") {
      within.ors.push(at);
      within.tags.push([]);
    } else {
      open.pop();
      passages.push({ from: within.from, to: at + 1, depth: open.length, alternatives: alternatives(within, at) });
    }
  });
  for (const one of open) loose.push(one.from, ...one.ors);
  return { passages, loose: loose.sort((one, other) => one - other) };
}

function alternatives(passage: { from: number; ors: number[]; tags: string[][] }, end: number): Alternative[] {
  const starts = [passage.from, ...passage.ors];
  const ends = [...passage.ors, end];
  return passage.tags.map((tags, at) => ({ from: starts[at]! + 1, to: ends[at]!, tags }));
}

/** All passages of a document, and the signs that belong to none. */
export function passagesOf(doc: Node): { passages: Passage[]; loose: number[] } {
  const passages: Passage[] = [];
  const loose: number[] = [];
  doc.forEach((paragraph, offset) => {
    const found = passagesIn(paragraph, offset);
    passages.push(...found.passages);
    loose.push(...found.loose);
  });
  return { passages, loose };
}

/** The pieces that are not written now: the first alternative whose figures all have a value is. */
export function unwritten(doc: Node, isEmpty: (source: string) => boolean): { from: number; to: number }[] {
  return passagesOf(doc).passages.flatMap(({ alternatives }) => {
    const written = alternatives.findIndex((one) => !one.tags.some(isEmpty));
    return alternatives.filter((_one, at) => at !== written);
  });
}

/** The innermost passage around a piece of the document. */
export function around(doc: Node, from: number, to: number): Passage | undefined {
  const holding = passagesOf(doc).passages.filter((one) => one.from <= from && to <= one.to);
  return holding.sort((one, other) => other.depth - one.depth)[0];
}

/** The positions of a passage's own signs, the last first. */
export function signsOf(passage: Passage): number[] {
  return [passage.from, ...passage.alternatives.map((one) => one.to)].reverse();
}
