import type { Cells } from "./pasting.ts";

/** What was typed and not yet sent, kept by this browser alone. */
export type Draft = { rows: Cells[]; year: string; key: string; at: number };

const PREFIX = "bangfu-";
const KEPT = 7 * 24 * 3600 * 1000;

/** Keeps a draft; an empty one is removed. A browser whose store is full or closed keeps nothing. */
export function keepDraft(name: string, draft: Draft): void {
  try {
    if (draft.rows.some((row) => Object.keys(row).length)) localStorage.setItem(PREFIX + name, JSON.stringify(draft));
    else localStorage.removeItem(PREFIX + name);
  } catch { /* the page itself still holds everything */ }
}

/** The draft kept under this name, unless it is older than a week. */
export function keptDraft(name: string, now = Date.now()): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null") as Draft | null;
    if (!draft || !Array.isArray(draft.rows)) return undefined;
    if (now - draft.at <= KEPT) return draft;
    dropDraft(name);
  } catch { /* unreadable: as if there were none */ }
  return undefined;
}

export function dropDraft(name: string): void {
  try { localStorage.removeItem(PREFIX + name); } catch { /* nothing was kept */ }
}
