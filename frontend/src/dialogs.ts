import { element, fresh } from "./elements.ts";
import { purposes, word } from "./words.ts";

/** Opens a modal dialog with a heading; it is removed when closed. */
export function openDialog(title: string, ...content: (Node | string)[]): HTMLDialogElement {
  const heading = element("h2", { id: "dialog-title" }, title);
  const dialog = element("dialog", { "aria-labelledby": "dialog-title" }, heading, ...content);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target === dialog || target.closest("[data-close]")) dialog.close();
  });
  dialog.showModal();
  return dialog;
}

/** Asks yes or no; resolves false when the dialog is closed in any other way. */
export function ask(question: string, title: string): Promise<boolean> {
  const yes = element("button", { type: "button", class: "btn btn-primary" }, word("confirm"));
  const no = element("button", { type: "button", class: "btn", "data-close": "" }, word("cancel"));
  const dialog = openDialog(title, element("p", {}, question), element("div", { class: "form-actions" }, yes, no));
  return new Promise((resolve) => {
    yes.addEventListener("click", () => {
      resolve(true);
      dialog.close();
    });
    dialog.addEventListener("close", () => resolve(false));
  });
}

/** A `details[data-confirm]` shows its form in a dialog instead of below its button. */
export function mountConfirmations(root: ParentNode): void {
  for (const details of fresh<HTMLDetailsElement>(root, "details[data-confirm]", "mounted")) {
    const summary = details.querySelector("summary");
    const form = details.querySelector("form");
    if (!summary || !form) continue;
    summary.addEventListener("click", (event) => {
      event.preventDefault();
      const dialog = openDialog(summary.textContent?.trim() ?? "", form);
      dialog.addEventListener("close", () => details.append(form));
    });
  }
}

const HIDE_AGAIN_MS = 60_000;

/** A link `[data-unmask]` asks for the purpose, posts it, and shows the whole number for a minute. */
export function mountUnmasking(root: ParentNode): void {
  for (const link of fresh<HTMLAnchorElement>(root, "a[data-unmask]", "mounted")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      askPurpose(link);
    });
  }
}

function askPurpose(link: HTMLAnchorElement): void {
  const purpose = element("input", { class: "form-control", name: "purpose", required: "", minlength: "4", list: "purposes", autocomplete: "off" });
  const offered = element("datalist", { id: "purposes" }, ...purposes().map((value) => element("option", { value })));
  const label = element("label", { class: "field" }, element("span", { class: "form-label" }, word("purpose")), purpose, offered);
  const problem = element("p", { class: "problem", role: "alert" });
  const show = element("button", { class: "btn btn-primary" }, word("show"));
  const no = element("button", { type: "button", class: "btn", "data-close": "" }, word("cancel"));
  const form = element("form", {}, label, element("p", { class: "help" }, word("purpose_help")), problem);
  form.append(element("div", { class: "form-actions" }, show, no));
  const dialog = openDialog(link.dataset.label || word("show"), form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    show.disabled = true;
    try {
      reveal(link, await unmask(link.href, purpose.value));
      dialog.close();
    } catch (error) {
      problem.textContent = (error as Error).message || word("show_failed");
      show.disabled = false;
    }
  });
}

/** Posts the purpose; gives the whole number, or throws with the reason the server gave. */
async function unmask(url: string, purpose: string): Promise<string> {
  const body = new FormData();
  body.set("purpose", purpose);
  const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": csrfToken() } });
  const answer = (await response.json().catch(() => ({}))) as { value?: string; message?: string };
  if (!response.ok || answer.value === undefined) throw new Error(answer.message ?? "");
  return answer.value;
}

function csrfToken(): string {
  const inPage = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value;
  return inPage ?? /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

function reveal(link: HTMLElement, value: string): void {
  const shown = link.parentElement?.querySelector("[data-masked]");
  if (!shown) return;
  const hidden = shown.textContent ?? "";
  shown.textContent = value;
  link.hidden = true;
  link.title = word("hides_in");
  setTimeout(() => {
    shown.textContent = hidden;
    link.hidden = false;
  }, HIDE_AGAIN_MS);
}
