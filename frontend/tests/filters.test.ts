import { beforeEach, expect, test, vi } from "vitest";
import { mountFilters } from "../src/filters.ts";

function page(...kinds: string[]): HTMLFormElement {
  document.body.innerHTML = `<form class="filters">${kinds.map((kind) => `<label class="filter filter-${kind}"></label>`).join("")}</form>`;
  mountFilters(document);
  return document.querySelector("form")!;
}

beforeEach(() => vi.stubGlobal("matchMedia", () => ({ matches: true })));

test("on a phone conditions fold and open again", () => {
  const form = page("search", "select", "date");
  expect(form.classList.contains("folded")).toBe(true);
  form.querySelector("button")!.click();
  expect(form.classList.contains("folded")).toBe(false);
  expect(form.querySelector("button")!.getAttribute("aria-expanded")).toBe("true");
});

test("conditions without a search box fold as well", () => {
  expect(page("select", "date", "date").classList.contains("folded")).toBe(true);
});

test("one condition beside the search box stays in sight", () => {
  expect(page("search", "select").querySelector("button")).toBeNull();
});

test("on a desk nothing folds", () => {
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  expect(page("search", "select", "date").classList.contains("folded")).toBe(false);
});
