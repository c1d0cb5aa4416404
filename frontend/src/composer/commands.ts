import { splitBlock } from "prosemirror-commands";
import { type Node, type ResolvedPos } from "prosemirror-model";
import { type Command, type EditorState, NodeSelection, Plugin, TextSelection, type Transaction } from "prosemirror-state";
import { around, passagesIn, passagesOf, signsOf } from "./passages.ts";
import { inlineOf, sign, sliceOf, tag } from "./schema.ts";

/** Marks a transaction that brings a text from outside, whose signs may be out of order: the server says so. */
export const BROUGHT = "brought";

/** Chooses the tag, or the whole passage of the sign, beside the caret; a second press then deletes it. */
export function chooseBeside(direction: -1 | 1): Command {
  return (state, dispatch) => {
    const { $head, empty } = state.selection;
    const node = direction < 0 ? $head.nodeBefore : $head.nodeAfter;
    if (!empty || !node?.isAtom || node.isText) return false;
    const at = direction < 0 ? $head.pos - node.nodeSize : $head.pos;
    dispatch?.(state.tr.setSelection(choiceOf(state, at, node)).scrollIntoView());
    return true;
  };
}

function choiceOf(state: EditorState, at: number, node: Node): NodeSelection | TextSelection {
  const passage = node.type === sign ? around(state.doc, at, at + 1) : undefined;
  if (!passage) return NodeSelection.create(state.doc, at);
  return TextSelection.create(state.doc, passage.from, passage.to);
}

/** Starts a paragraph; a passage that is cut stays a passage on both sides. */
export const splitParagraph: Command = (state, dispatch, view) => {
  const { $from, empty } = state.selection;
  const depth = empty ? depthAt($from) : 0;
  if (!depth) return splitBlock(state, dispatch, view);
  const signs = (which: string) => Array.from({ length: depth }, () => sign.create({ sign: which }));
  const tr = state.tr.insert($from.pos, signs("]]")).split($from.pos + depth);
  tr.insert($from.pos + depth + 2, signs("[["));
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, $from.pos + 2 * depth + 2)).scrollIntoView());
  return true;
};

function depthAt(place: ResolvedPos): number {
  const { passages } = passagesIn(place.parent, place.before());
  return passages.filter((one) => one.from < place.pos && place.pos < one.to).length;
}

/** Makes what is chosen a passage that is left out while its figures are empty. */
export const makeConditional: Command = (state, dispatch) => {
  const { from, to, empty, $from, $to } = state.selection;
  if (empty || !$from.parent.isTextblock || !$from.sameParent($to)) return false;
  const tr = state.tr.insert(to, sign.create({ sign: "]]" })).insert(from, sign.create({ sign: "[[" }));
  const paragraph = tr.doc.resolve(from).parent;
  const crossing = passagesIn(paragraph, $from.before()).passages.every((one) => one.from !== from || one.to !== to + 2);
  if (crossing) return false;
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, from, to + 2)));
  return true;
};

/** Frees the innermost passage around the selection from its condition; its words stay. */
export const makeUnconditional: Command = (state, dispatch) => {
  const passage = around(state.doc, state.selection.from, state.selection.to);
  if (!passage) return false;
  const tr = state.tr;
  for (const at of signsOf(passage)) tr.delete(at, at + 1);
  dispatch?.(tr);
  return true;
};

/** Puts text with its tags where the selection is. */
export function insertText(state: EditorState, text: string): Transaction {
  return state.tr.replaceSelection(sliceOf(text)).scrollIntoView();
}

/**
 * Keeps the text whole: a sign whose partner was deleted goes too, and a tag typed in braces becomes one.
 * Signs that were out of order before stay as they are.
 */
export function keepingWhole(): Plugin {
  return new Plugin({
    appendTransaction: (transactions, before, after) => {
      if (!transactions.some((one) => one.docChanged) || transactions.some((one) => one.getMeta(BROUGHT))) return null;
      const tr = after.tr;
      if (!passagesOf(before.doc).loose.length) {
        for (const at of passagesOf(after.doc).loose.reverse()) tr.delete(at, at + 1);
      }
      for (const { at, text } of typedTags(tr.doc)) {
        tr.replaceWith(at, at + text.length, inlineOf(text));
      }
      return tr.docChanged ? tr : null;
    },
  });
}

function typedTags(doc: Node): { at: number; text: string }[] {
  const found: { at: number; text: string }[] = [];
  doc.descendants((node, at) => {
    for (const match of node.text?.matchAll(/\{\{[^{}]+\}\}/g) ?? []) found.unshift({ at: at + match.index, text: match[0] });
  });
  return found;
}

/** Replaces the source of the tag at a position and keeps it chosen. */
export function withSource(state: EditorState, at: number, source: string): Transaction {
  const tr = state.tr.setNodeMarkup(at, null, { source });
  return tr.setSelection(NodeSelection.create(tr.doc, at));
}

/** The tag that is chosen, with its position. */
export function chosenTag(state: EditorState): { at: number; source: string } | undefined {
  const { selection } = state;
  if (!(selection instanceof NodeSelection) || selection.node.type !== tag) return undefined;
  return { at: selection.from, source: selection.node.attrs.source as string };
}

