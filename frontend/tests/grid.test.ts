import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keptDraft, keepDraft } from "../src/grid/draft.ts";
import { Grid } from "../src/grid/grid.ts";
import { cellsOf, pastedRows, type GridColumn } from "../src/grid/pasting.ts";
import { matching } from "../src/grid/suggesting.ts";

const COLUMNS: GridColumn[] = [
  { name: "happened_on", heading: "发生日期", keys: ["发生日期", "日期"], suggests: "", kinds: [], choices: [] },
  { name: "giver", heading: "捐赠方", keys: ["捐赠方"], suggests: "party", kinds: ["organisation"], choices: [] },
  { name: "amount", heading: "金额（元）", keys: ["金额（元）", "金额"], suggests: "", kinds: [], choices: [] },
];
const ROW = `<tr data-row><th>1</th>${COLUMNS.map((c) => `<td><input name="${c.name}" data-cell="${c.name}"></td>`).join("")}<td><input name="reason" data-cell="reason"></td></tr>`;
const WORDS = { restored: "restored %s", pasted: "pasted %s", unmatched: "unmatched %s", offline: "offline", failed: "failed", expired: "expired", sending: "…" };
const ok = (body: unknown, status = 200) => ({ ok: status < 300, status, redirected: false, json: async () => body }) as Response;
let grid: Grid;

function page(): Grid {
  document.body.innerHTML = `
    <form data-grid data-draft="grid:7:gift" data-party-url="/choices/party/">
      <input name="csrfmiddlewaretoken" value="t"><input name="_key" value="k1"><input name="year" value="2020">
      <div data-grid-restored hidden></div><p data-grid-message></p>
      <table><tbody>${ROW.repeat(2)}</tbody></table>
      <button name="do" value="all">all</button><button name="do" value="good" data-grid-good hidden>good</button>
    </form>
    <script type="application/json" data-grid-columns>${JSON.stringify(COLUMNS)}</script>
    <script type="application/json" data-grid-words>${JSON.stringify(WORDS)}</script>`;
  const made = new Grid(document.querySelector("form")!);
  made.start();
  return made;
}

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
  grid = page();
});
afterEach(() => vi.unstubAllGlobals());

const rows = () => [...document.querySelectorAll("tbody tr")];
const cell = (row: number, name: string) => rows()[row]!.querySelector<HTMLInputElement>(`[data-cell=${name}]`)!;
const type = (row: number, name: string, value: string) => {
  cell(row, name).value = value;
  cell(row, name).dispatchEvent(new Event("input", { bubbles: true }));
};
const press = (key: string, more: KeyboardEventInit = {}) =>
  document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
const paste = (row: number, name: string, text: string) => {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { getData: () => text } });
  cell(row, name).dispatchEvent(event);
  return event;
};
const send = async (value = "all") => {
  const form = document.querySelector("form")!;
  const event = new Event("submit", { bubbles: true, cancelable: true });
  Object.assign(event, { submitter: form.querySelector(`[value=${value}]`) });
  form.dispatchEvent(event);
  await vi.runAllTimersAsync();
};
const message = () => document.querySelector("[data-grid-message]")!.textContent;

test("Enter goes to the first cell of the next row and begins a new one below the last", () => {
  cell(1, "amount").focus();
  press("Enter");
  expect(rows()).toHaveLength(3);
  expect(document.activeElement).toBe(cell(2, "happened_on"));
  expect(rows()[2]!.querySelector("th")!.textContent).toBe("3");
});

test("arrows stay in the column, and turn at the edges of a text", () => {
  cell(0, "giver").focus();
  press("ArrowDown");
  expect(document.activeElement).toBe(cell(1, "giver"));
  press("ArrowUp");
  press("ArrowRight");
  expect(document.activeElement).toBe(cell(0, "amount"));
});

test("Ctrl+D copies the cell above", () => {
  type(0, "giver", "7 教育局");
  cell(1, "giver").focus();
  press("d", { ctrlKey: true });
  expect(cell(1, "giver").value).toBe("7 教育局");
});

test("a key pressed while a Chinese word is composed belongs to the word", () => {
  cell(0, "giver").focus();
  press("Enter", { isComposing: true });
  expect(document.activeElement).toBe(cell(0, "giver"));
});

test("typing in the last row adds one", () => {
  type(1, "amount", "5");
  expect(rows()).toHaveLength(3);
});

test("fifty copied rows fill fifty rows, in the order of the columns", () => {
  const text = Array.from({ length: 50 }, (_none, n) => `3.${(n % 28) + 1}\t教育局\t${n + 1}`).join("\r\n");
  expect(paste(0, "happened_on", text).defaultPrevented).toBe(true);
  expect(grid.rows().filter((row) => row.amount)).toHaveLength(50);
  expect(grid.rows()[49]).toEqual({ happened_on: "3.22", giver: "教育局", amount: "50" });
  expect(message()).toBe("pasted 50");
});

test("headings decide where copied columns go, whatever their order", () => {
  paste(0, "happened_on", "金额\t备注2\t日期\n30\tx\t3.5\n");
  expect(grid.rows()[0]).toEqual({ amount: "30", happened_on: "3.5" });
  expect(message()).toContain("unmatched 备注2");
});

test("one copied word is pasted as ever", () => {
  expect(paste(0, "giver", "教育局\n").defaultPrevented).toBe(false);
});

test("quoted cells may hold tabs and line ends", () => {
  expect(cellsOf('a\t"b\t""c""\nd"\n\n e \n')).toEqual([["a", 'b "c" d'], ["e"]]);
  expect(pastedRows("5", COLUMNS, "amount").rows).toEqual([{ amount: "5" }]);
});

test("what was typed is back after the page was lost, with the key it was sent under", () => {
  type(0, "giver", "7 教育局");
  vi.runAllTimers();
  grid = page();
  expect(cell(0, "giver").value).toBe("7 教育局");
  expect(document.querySelector("[data-grid-restored]")!.textContent).toContain("restored 1");
  expect(document.querySelector<HTMLInputElement>("[name=_key]")!.value).toBe("k1");
});

test("a draft of more than a week is forgotten", () => {
  keepDraft("old", { rows: [{ giver: "x" }], year: "2020", key: "k", at: Date.now() - 8 * 24 * 3600 * 1000 });
  expect(keptDraft("old")).toBeUndefined();
  expect(localStorage.length).toBe(0);
});

test("a lost line loses nothing: the rows stay, and so does the key", async () => {
  type(0, "amount", "30");
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("network")));
  await send();
  expect(message()).toBe("offline");
  expect(cell(0, "amount").value).toBe("30");
  expect(keptDraft("grid:7:gift")?.key).toBe("k1");
});

test("faults stand at their cells and go when the cell is mended", async () => {
  type(0, "amount", "-3");
  type(1, "amount", "5");
  const told = { message: "bad", rows: { "1": [{ field: "amount", message: "大于零", level: "error" }], "2": [] }, recorded: [], key: "k1", url: "" };
  vi.stubGlobal("fetch", vi.fn().mockResolvedValue(ok(told, 422)));
  await send();
  expect(cell(0, "amount").closest("td")!.textContent).toBe("大于零");
  expect(cell(0, "amount").getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(cell(0, "amount"));
  expect(document.querySelector<HTMLElement>("[data-grid-good]")!.hidden).toBe(false);
  type(0, "amount", "3");
  expect(cell(0, "amount").closest("td")!.textContent).toBe("");
});

test("recorded rows leave the grid, the others get a new key", async () => {
  type(0, "amount", "1");
  type(1, "amount", "x");
  const told = { message: "1", rows: { "2": [{ field: "amount", message: "?", level: "error" }] }, recorded: [1], key: "k2", url: "" };
  const asked = vi.fn().mockResolvedValue(ok(told));
  vi.stubGlobal("fetch", asked);
  await send("good");
  expect((asked.mock.calls[0]![1].body as FormData).get("do")).toBe("good");
  expect(grid.rows()[0]).toEqual({ amount: "x" });
  expect(keptDraft("grid:7:gift")).toMatchObject({ key: "k2", rows: [{ amount: "x" }] });
});

test("a log-in that ended is said, and nothing is lost", async () => {
  type(0, "amount", "30");
  vi.stubGlobal("fetch", vi.fn().mockResolvedValue({ ...ok({}, 403) }));
  await send();
  expect(message()).toBe("expired");
  expect(cell(0, "amount").value).toBe("30");
});

test("choices that begin with the text come first", () => {
  expect(matching(["线下", "在线上", "线上"], "线")).toEqual(["线下", "线上", "在线上"]);
});

test("a name typed faster than its suggestion becomes the only one that begins so, also when it is sent at once", async () => {
  const offered = (text: string) => (text === "区教" ? [{ value: 7, label: "区教育局" }] : [{ value: 8, label: "甲" }, { value: 9, label: "乙" }]);
  const sent: string[] = [];
  vi.stubGlobal("fetch", vi.fn(async (url: string, request: RequestInit) => {
    if (request.method !== "POST") return ok(offered(new URL(url, "http://x").searchParams.get("text")!));
    sent.push((request.body as FormData).get("grid") as string);
    return ok({ message: "", rows: {}, recorded: [], key: "k2", url: "" });
  }));
  cell(0, "giver").focus();
  type(0, "giver", "区教");
  cell(0, "amount").focus();
  await vi.runAllTimersAsync();
  expect(cell(0, "giver").value).toBe("7 区教育局");
  cell(1, "giver").focus();
  type(1, "giver", "区教");
  await send();
  expect(JSON.parse(sent[0]!)[1]).toMatchObject({ giver: "7 区教育局" });
  cell(1, "giver").focus();
  type(1, "giver", "多");
  cell(0, "amount").focus();
  await vi.runAllTimersAsync();
  expect(cell(1, "giver").value).toBe("多"); // two begin so: the clerk chooses
});
