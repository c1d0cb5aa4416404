import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { mountJobs } from "../src/jobs.ts";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `
    <p data-job-words>排队中</p>
    <div data-job-url="/jobs/1/" data-job-state="running" data-job-next="/imports/1/">
      <progress max="1"></progress><span data-job-count></span><span data-job-message></span>
    </div>`;
});
afterEach(() => vi.restoreAllMocks());

function answers(...answers: (object | number)[]): void {
  vi.stubGlobal("fetch", vi.fn(async () => {
    const next = answers.length > 1 ? answers.shift()! : answers[0]!;
    return typeof next === "number" ? { ok: false, status: next } : { ok: true, json: async () => next };
  }));
}

const text = (name: string) => document.querySelector(`[data-job-${name}]`)!.textContent;

test("progress is written as it comes, through a failed request, and the page goes on at the end", async () => {
  const assign = vi.spyOn(location, "assign").mockImplementation(() => {});
  answers({ state: "running", state_text: "正在做", done: 1200, total: 9000, message: "读表" }, 503, { state: "done", done: 9000, total: 9000, message: "" });
  mountJobs(document);
  await vi.advanceTimersByTimeAsync(800);
  expect([text("count"), text("message"), document.querySelector("progress")!.max]).toEqual(["1,200 / 9,000", "读表", 9000]);
  expect(text("words")).toBe("正在做");
  await vi.advanceTimersByTimeAsync(1000);
  expect(text("message")).toBe("job_lost");
  await vi.advanceTimersByTimeAsync(1250);
  expect(assign).toHaveBeenCalledWith("/imports/1/");
});

test("a job that is over is not asked for", async () => {
  answers({ state: "done", done: 1, total: 1, message: "" });
  document.querySelector<HTMLElement>("[data-job-url]")!.dataset.jobState = "failed";
  mountJobs(document);
  await vi.advanceTimersByTimeAsync(5000);
  expect(fetch).not.toHaveBeenCalled();
});
