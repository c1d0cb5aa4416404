import { beforeEach, expect, test, vi } from "vitest";
import { hasUnsaved, mountForms } from "../src/forms.ts";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `
    <form data-guard data-once>
      <input type="hidden" name="csrfmiddlewaretoken" value="a"><input name="head" value="柯满仓">
      <div class="form-actions"><button name="then" value="stay">save</button></div>
    </form>`;
  mountForms(document);
});

const form = () => document.querySelector("form")!;
const send = () => form().dispatchEvent(new Event("submit", { cancelable: true }));
const fill = (name: string, value: string) => (form().querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value);

test("a form is unsaved once an entry differs, and not when it is put back", () => {
  expect(hasUnsaved()).toBe(false);
  fill("head", "柯满囤");
  expect(hasUnsaved()).toBe(true);
  fill("head", "柯满仓");
  expect(hasUnsaved()).toBe(false);
});

test("a new token alone is no change", () => {
  fill("csrfmiddlewaretoken", "b");
  expect(hasUnsaved()).toBe(false);
});

test("sending a form counts as saving it", () => {
  fill("head", "柯满囤");
  send();
  expect(hasUnsaved()).toBe(false);
});

test("a form is sent once, and its buttons are closed only after their value was taken", () => {
  expect(send()).toBe(true);
  expect(document.querySelector("button")!.hasAttribute("aria-disabled")).toBe(false);
  expect(send()).toBe(false);
  vi.runAllTimers();
  expect(document.querySelector("button")!.getAttribute("aria-disabled")).toBe("true");
});

test("a form that another listener stopped may be sent again", () => {
  form().addEventListener("submit", (event) => event.preventDefault(), { capture: true, once: true });
  expect(send()).toBe(false);
  expect(send()).toBe(true);
});
