/** A column of the grid as the page describes it. */
export type GridColumn = { name: string; heading: string; keys: string[]; suggests: string; kinds: string[]; choices: string[] };
export type Cells = Record<string, string>;

/** The cells of copied spreadsheet text: rows by line, cells by tab; quoted cells may hold both. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "", quoted = false;
  const put = () => { rows.at(-1)!.push(cell); cell = ""; };
  const source = text.replace(/\r\n?/g, "\n");
  for (let at = 0; at < source.length; at++) {
    const sign = source[at]!;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (source[at + 1] === '"') { cell += '"'; at++; }
      else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t") put();
    else if (sign === "\n") { put(); rows.push([]); }
    else cell += sign;
  }
  put();
  return rows.map((row) => row.map((one) => one.replace(/\s+/g, " ").trim())).filter((row) => row.some(Boolean));
}

/** A heading without the signs in which two spellings of it differ. */
export function headingKey(text: string): string {
  return text.normalize("NFKC").replace(/[\s*＊:：]/g, "").replace(/[(（].*?[)）]/g, "").toLowerCase();
}

/** The columns that a line of headings names, or undefined when it is no such line (fewer than two are known). */
export function headingsOf(line: string[], columns: GridColumn[]): (string | undefined)[] | undefined {
  const named = line.map((text) => {
    const key = headingKey(text);
    return key ? columns.find((one) => one.keys.some((known) => headingKey(known) === key))?.name : undefined;
  });
  return new Set(named.filter(Boolean)).size >= 2 ? named : undefined;
}

/** What was copied as rows of cells: under its own headings, or in the order of the columns from `first` on. */
export function pastedRows(text: string, columns: GridColumn[], first: string): { rows: Cells[]; unknown: string[] } {
  const lines = cellsOf(text);
  const named = lines.length ? headingsOf(lines[0]!, columns) : undefined;
  const start = Math.max(0, columns.findIndex((one) => one.name === first));
  const names = named ?? columns.slice(start).map((one) => one.name);
  const rows = (named ? lines.slice(1) : lines).map((line) => {
    const row: Cells = {};
    line.forEach((value, at) => { const name = names[at]; if (name && value) row[name] = value; });
    return row;
  });
  const width = Math.max(0, ...lines.map((line) => line.length));
  const unknown = named
    ? lines[0]!.filter((text, at) => text && !named[at])
    : Array.from({ length: Math.max(0, width - names.length) }, (_none, at) => `#${names.length + at + 1}`);
  return { rows, unknown };
}
