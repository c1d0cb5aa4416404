import { Fragment, type Node, Schema, Slice } from "prosemirror-model";

/**
 * A report text as the editor holds it: paragraphs of words, tags `{{…}}` and the signs of passages `[[ || ]]`.
 * Nothing is lost on the way: `textOf(documentOf(text)) === text`.
 */
export const schema = new Schema({
  nodes: {
    doc: { content: "paragraph+" },
    paragraph: { content: "inline*", parseDOM: [{ tag: "p" }, { tag: "div" }], toDOM: () => ["p", 0] },
    text: { group: "inline" },
    tag: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { source: { validate: "string" } },
      toDOM: (node) => ["span", { "data-tag": node.attrs.source }, `{{${node.attrs.source}}}`],
      parseDOM: [{ tag: "span[data-tag]", getAttrs: (one) => ({ source: one.dataset.tag }) }],
    },
    sign: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { sign: { validate: "string" } },
      toDOM: (node) => ["span", { "data-sign": node.attrs.sign }, node.attrs.sign],
      parseDOM: [{ tag: "span[data-sign]", getAttrs: (one) => ({ sign: one.dataset.sign }) }],
    },
  },
});

const TOKEN = /\{\{(.*?)\}\}|\[\[|\]\]|\|\|/g;

export const { paragraph, tag, sign } = schema.nodes as Record<"paragraph" | "tag" | "sign", (typeof schema)["nodes"][string]>;

/** The words, tags and signs of one line. */
export function inlineOf(line: string): Node[] {
  const found: Node[] = [];
  let at = 0;
  for (const token of line.matchAll(TOKEN)) {
    if (token.index > at) found.push(schema.text(line.slice(at, token.index)));
    found.push(token[1] === undefined ? sign.create({ sign: token[0] }) : tag.create({ source: token[1] }));
    at = token.index + token[0].length;
  }
  if (at < line.length) found.push(schema.text(line.slice(at)));
  return found;
}

function paragraphsOf(text: string): Node[] {
  return text.split(/\r\n?|\n/).map((line) => paragraph.create(null, inlineOf(line)));
}

/** A stored text as a document. */
export function documentOf(text: string): Node {
  return schema.topNodeType.create(null, paragraphsOf(text));
}

/** A text as it is pasted: its first line joins the paragraph in which it lands, its last what follows. */
export function sliceOf(text: string): Slice {
  return new Slice(Fragment.from(paragraphsOf(text)), 1, 1);
}

/** The stored text of a document, or of a piece of one. */
export function textOf(content: Fragment): string {
  const lines: string[] = [];
  content.forEach((node) => {
    if (node.isTextblock) lines.push(textOf(node.content));
    else lines[lines.length ? lines.length - 1 : 0] = (lines.at(-1) ?? "") + written(node);
  });
  return lines.join("\n");
}

function written(node: Node): string {
  if (node.type === tag) return `{{${node.attrs.source}}}`;
  return node.type === sign ? (node.attrs.sign as string) : (node.text ?? "");
}
