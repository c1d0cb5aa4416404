/** Words of the page's language, which the layout leaves as data. */
type Words = Record<string, string> & { purposes?: string[] };

let words: Words | undefined;

function all(): Words {
  words ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Words;
  return words;
}

/** The word for `key`, or the key itself on a page without the layout. */
export function word(key: string): string {
  return all()[key] ?? key;
}

/** The purposes one may give for looking at a masked number. */
export function purposes(): string[] {
  return all().purposes ?? [];
}
