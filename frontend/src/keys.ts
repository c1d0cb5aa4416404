import { element } from "./elements.ts";
import { openDialog } from "./dialogs.ts";
import { openRow, stepRow } from "./rows.ts";
import { word } from "./words.ts";

const HELP: [string, string][] = [
  ["/", "key_search"], ["j", "key_next"], ["k", "key_previous"], ["Enter", "key_open"], ["e", "key_edit"],
  ["Alt+N", "key_new"], ["Ctrl+Enter", "key_submit"], ["?", "key_help"],
];

/** What a pressed key asks for, or undefined when it belongs to what is being typed. */
export function commandOf(event: KeyboardEvent): string | undefined {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return "submit";
  const typing = (event.target as Element | null)?.closest?.("input, textarea, select, [contenteditable]");
  if (typing) return undefined;
  if (event.altKey && event.code === "KeyN") return "new";
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const commands: Record<string, string> = { "/": "search", "?": "help", j: "next", k: "previous", e: "edit", Enter: "open" };
  return commands[event.key];
}

const ACTIONS: Record<string, (event: KeyboardEvent) => boolean | void> = {
  search: () => document.querySelector<HTMLInputElement>("[data-search], .filter-search input")?.focus(),
  help: showHelp,
  next: () => void stepRow(1),
  previous: () => void stepRow(-1),
  open: (event) => (event.target as Element).matches("body, main") && openRow(),
  edit: () => press('[data-key="e"]'),
  new: () => press('[data-key="n"]'),
  submit: (event) => formOf(event)?.requestSubmit(),
};

/** Listens for the shortcuts of every page; once. A key whose action does nothing keeps its usual meaning. */
export function listenForKeys(): void {
  document.addEventListener("keydown", (event) => {
    const command = commandOf(event);
    if (!command || event.isComposing) return;
    if (document.querySelector("dialog[open]") && command !== "submit") return;
    if (ACTIONS[command]!(event) !== false) event.preventDefault();
  });
}

function press(selector: string): boolean {
  const target = document.querySelector<HTMLElement>(selector);
  target?.click();
  return Boolean(target);
}

function formOf(event: KeyboardEvent): HTMLFormElement | null {
  return (event.target as Element).closest("form") ?? document.querySelector("form.sheet");
}

function showHelp(): void {
  const list = element("dl", { class: "keys" });
  for (const [key, meaning] of HELP) {
    list.append(element("dt", {}, element("kbd", {}, key)), element("dd", {}, word(meaning)));
  }
  openDialog(word("keys"), list, element("button", { type: "button", class: "btn", "data-close": "" }, word("close")));
}
