import { expect, test } from "vitest";
import { commandOf } from "../src/keys.ts";

function pressed(key: string, more: KeyboardEventInit = {}, on: HTMLElement = document.body): string | undefined {
  const event = new KeyboardEvent("keydown", { key, ...more });
  Object.defineProperty(event, "target", { value: on });
  return commandOf(event);
}

test("single letters are commands", () => {
  expect(["/", "?", "j", "k", "e"].map((key) => pressed(key))).toEqual(["search", "help", "next", "previous", "edit"]);
});

test("letters typed into a field stay letters", () => {
  const field = document.createElement("textarea");
  expect(pressed("j", {}, field)).toBeUndefined();
  expect(pressed("n", { altKey: true, code: "KeyN" }, field)).toBeUndefined();
});

test("Ctrl+Enter and ⌘+Enter submit, also from a field", () => {
  const field = document.createElement("textarea");
  expect(pressed("Enter", { ctrlKey: true }, field)).toBe("submit");
  expect(pressed("Enter", { metaKey: true }, field)).toBe("submit");
});

test("the browser's own shortcuts stay the browser's", () => {
  expect(pressed("k", { ctrlKey: true })).toBeUndefined();
  expect(pressed("e", { metaKey: true })).toBeUndefined();
});

test("Alt+N is new whatever letter the keyboard's layout gives it", () => {
  expect(pressed("˜", { altKey: true, code: "KeyN" })).toBe("new");
});
