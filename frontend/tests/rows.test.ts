import { beforeEach, expect, test, vi } from "vitest";
import { mountRows, stepRow } from "../src/rows.ts";

beforeEach(() => {
  document.body.innerHTML = `
    <form id="bulk" class="bulk"><span data-bulk-count>choose</span><button>print</button></form>
    <table data-rows><thead><tr><th class="pick"><input type="checkbox" data-pick-all></th></tr></thead><tbody>
      <tr data-href="/h/1/"><td class="pick"><input type="checkbox" name="id" form="bulk"></td><td>one</td></tr>
      <tr data-href="/h/2/"><td class="pick"><input type="checkbox" name="id" form="bulk"></td><td>two</td></tr>
    </tbody></table>`;
  mountRows(document);
});

const button = () => document.querySelector("button")!;
const tick = (selector: string) => document.querySelector<HTMLInputElement>(selector)!.click();

test("bulk buttons wait until a row is chosen", () => {
  expect(button().disabled).toBe(true);
  tick("tbody input");
  expect(button().disabled).toBe(false);
  expect(document.querySelector("[data-bulk-count]")!.textContent).toBe("1 ✓");
});

test("the box in the heading chooses the whole page and lets it go", () => {
  tick("[data-pick-all]");
  expect(document.querySelector("[data-bulk-count]")!.textContent).toBe("2 ✓");
  tick("[data-pick-all]");
  expect(button().disabled).toBe(true);
});

test("a click on a row opens it, a click on its box does not", () => {
  const assign = vi.spyOn(location, "assign").mockImplementation(() => {});
  tick("tbody input");
  expect(assign).not.toHaveBeenCalled();
  document.querySelectorAll<HTMLElement>("tbody td")[3]!.click();
  expect(assign).toHaveBeenCalledWith("/h/2/");
});

test("stepping through rows stops at both ends", () => {
  const at = () => document.querySelector(".here")?.textContent?.trim();
  stepRow(1);
  expect(at()).toBe("one");
  stepRow(-1);
  expect(at()).toBe("one");
  stepRow(1);
  stepRow(1);
  expect(at()).toBe("two");
});

test("a long list folds its cards for a telephone, and shows ten more at a touch", () => {
  const rows = (count: number) => Array.from({ length: count }, (_one, n) => `<tr><td><a href="/h/${n}/">${n}</a></td></tr>`).join("");
  document.body.innerHTML = `<div class="phone-cards"><table data-rows><tbody>${rows(24)}</tbody></table></div>`;
  mountRows(document);
  const folded = () => document.querySelectorAll(".folded-card").length;
  const more = () => document.querySelector<HTMLButtonElement>(".more-cards");
  expect(folded()).toBe(14);
  more()!.click();
  expect(folded()).toBe(4);
  expect(document.activeElement?.textContent).toBe("10");
  more()!.click();
  expect([folded(), more()]).toEqual([0, null]);
});

test("a short list, and one that is a table on a telephone too, stay whole", () => {
  const rows = "<tr><td>1</td></tr>".repeat(13);
  document.body.innerHTML = `<div class="phone-cards"><table data-rows><tbody>${rows}</tbody></table></div><div class="phone-scroll"><table data-rows><tbody>${rows.repeat(3)}</tbody></table></div>`;
  mountRows(document);
  expect(document.querySelector(".folded-card, .more-cards")).toBeNull();
});
