import { element, fresh } from "./elements.ts";
import { ask } from "./dialogs.ts";
import { word } from "./words.ts";

/** The state of a form's entries as one text, to tell whether anything changed. */
export function snapshot(form: HTMLFormElement): string {
  const pairs = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return pairs.map(([name, value]) => `${name}=${value instanceof File ? value.name : value}`).join("\n");
}

const guarded = new Map<HTMLFormElement, string>();
const sending = new WeakSet<HTMLFormElement>();

/** True when a guarded form on the page holds entries that were not sent. */
export function hasUnsaved(): boolean {
  for (const [form, before] of guarded) {
    if (!form.isConnected) guarded.delete(form);
    else if (!sending.has(form) && snapshot(form) !== before) return true;
  }
  return false;
}

/** `form[data-guard]` warns before its entries are lost; `form[data-once]` cannot be sent twice. */
export function mountForms(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-guard]", "guarded")) guarded.set(form, snapshot(form));
  for (const form of fresh<HTMLFormElement>(root, "form[data-once]", "onced")) {
    form.addEventListener("submit", (event) => sendOnce(form, event));
  }
  for (const button of fresh<HTMLButtonElement>(root, "button[data-ask]", "asked")) {
    button.addEventListener("click", (event) => askFirst(button, event));
  }
  root.querySelector<HTMLElement>(".is-invalid, [aria-invalid=true]")?.focus();
}

/** Lets the first submission through and stops those that follow until the page changes. */
export function sendOnce(form: HTMLFormElement, event: Event): void {
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  sending.add(form);
  // After this event, or the pressed button's own name and value would not be sent.
  setTimeout(() => {
    for (const button of form.querySelectorAll<HTMLButtonElement>("button:not([type=button])")) {
      button.setAttribute("aria-disabled", "true");
    }
    form.querySelector(".form-actions")?.append(element("span", { class: "note", role: "status" }, word("sending")));
  });
}


async function askFirst(button: HTMLButtonElement, event: Event): Promise<void> {
  if (button.dataset.answered) return;
  event.preventDefault();
  if (!(await ask(button.dataset.ask ?? "", button.textContent?.trim() ?? ""))) return;
  button.dataset.answered = "1";
  button.click();
}

/** Wires what belongs to the page as a whole; once. */
export function guardPage(): void {
  window.addEventListener("beforeunload", (event) => {
    if (hasUnsaved()) event.preventDefault();
  });
  // A page brought back by the browser's back button may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

/** `[data-drop]` takes dropped files into its file control and names what was chosen. */
export function mountDrops(root: ParentNode): void {
  for (const area of fresh(root, "[data-drop]", "mounted")) {
    const control = area.querySelector<HTMLInputElement>("input[type=file]");
    if (!control) continue;
    for (const kind of ["dragover", "dragleave", "drop"]) {
      area.addEventListener(kind, (event) => {
        event.preventDefault();
        area.classList.toggle("over", kind === "dragover");
      });
    }
    area.addEventListener("drop", (event) => {
      if (event.dataTransfer?.files.length) control.files = event.dataTransfer.files;
    });
  }
}
