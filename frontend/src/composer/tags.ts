/** What stands between the braces of a tag, and how a choice changes it. Pure. */

/** A tag as the server tells it; see `reports/chips.py`. */
export type Chip = {
  kind: "figure" | "names" | "block" | "word" | "bad";
  title: string;
  reads: string;
  empty: boolean;
  problem: string;
  about: string;
  url: string;
  units: string[];
};

export type Part = "unit" | "places" | "manner" | "compare";

// Words that take the one behind them: that one is never a choice of its own.
const TAKING = new Set(["占", "完成", "超额", "恰为", "超过", "不足", "写", "名单", "按"]);
const STEP = /^整[十百千万]$/;
const CHOICES: Record<Exclude<Part, "unit">, RegExp> = {
  places: /^(?:[0-6]位|整数)$/,
  manner: /^(?:截尾|四舍五入|余|近|约|超)$/,
  compare: /^(?:上年|累计|本年|同比|增减)$/,
};

/** The words chosen for a part of a tag (本年 同比 are two), "" where it is left to the house style. */
export function chosen(source: string, part: Part, units: string[]): string {
  const found = free(source).filter((word) => fits(word, part, units));
  if (part !== "compare" || !found.includes("本年")) return found[0] ?? "";
  return ["本年", ...found.filter((word) => word !== "本年")].join(" ");
}

/** The source of a tag with another choice for one part. */
export function rewritten(source: string, part: Part, choice: string, units: string[]): string {
  const dropped = (word: string) =>
    fits(word, part, units) ||
    (part === "manner" && STEP.test(word) && !/^[余近约超]$/.test(choice)) ||
    (part === "compare" && choice.endsWith("同比") && fits(word, "unit", units));
  const words = source.trim().split(/\s+/);
  const kept = words.filter((word, at) => at === 0 || TAKING.has(words[at - 1]!) || !dropped(word));
  if (choice) kept.splice(part === "unit" ? 1 : kept.length, 0, choice);
  return kept.join(" ");
}

function free(source: string): string[] {
  const words = source.trim().split(/\s+/);
  return words.filter((_word, at) => at > 0 && !TAKING.has(words[at - 1]!));
}

function fits(word: string, part: Part, units: string[]): boolean {
  return part === "unit" ? units.includes(word) : CHOICES[part].test(word);
}

/** Where words stand in a text as numbers of their own, not as part of a longer one. */
export function occurrences(text: string, words: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(words); words && at >= 0; at = text.indexOf(words, at + words.length)) {
    const before = text[at - 1] ?? "";
    const after = text[at + words.length] ?? "";
    if (!/[\d.]/.test(before) && !/\d/.test(after)) found.push(at);
  }
  return found;
}
