import { fresh } from "./elements.ts";
import { word } from "./words.ts";

/** What a job's address answers. `state`: waiting, running, done or failed. */
export interface JobState {
  state: string;
  state_text?: string;
  done: number;
  total: number;
  message: string;
}

const FIRST_MS = 800;
const LONGEST_MS = 5000;

/** `[data-job-url]` follows a running job; its page goes on when the job is over. */
export function mountJobs(root: ParentNode): void {
  for (const panel of fresh(root, "[data-job-url]", "mounted")) {
    if (isOver(panel.dataset.jobState ?? "")) continue;
    follow(panel, FIRST_MS);
  }
}

function follow(panel: HTMLElement, wait: number): void {
  setTimeout(async () => {
    if (!panel.isConnected) return;
    try {
      const response = await fetch(panel.dataset.jobUrl!, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const job = (await response.json()) as JobState;
      showJob(panel, job);
      if (isOver(job.state)) return leave(panel, job.state);
    } catch {
      setMessage(panel, word("job_lost"));
    }
    follow(panel, Math.min(LONGEST_MS, wait * 1.25));
  }, wait);
}

function isOver(state: string): boolean {
  return state === "done" || state === "failed";
}

function leave(panel: HTMLElement, state: string): void {
  const next = panel.dataset.jobNext;
  if (state === "done" && next) location.assign(next);
  else location.reload();
}

/** Writes a job's progress into its panel. */
export function showJob(panel: HTMLElement, job: JobState): void {
  const bar = panel.querySelector("progress");
  if (bar && job.total > 0) {
    bar.max = job.total;
    bar.value = job.done;
  }
  const count = panel.querySelector("[data-job-count]");
  if (count && job.total > 0) count.textContent = `${grouped(job.done)} / ${grouped(job.total)}`;
  setMessage(panel, job.message || (job.state === "failed" ? word("job_failed") : ""));
  const words = panel.parentElement?.querySelector("[data-job-words]");
  if (words && job.state_text && words.textContent !== job.state_text) words.textContent = job.state_text;
  panel.dataset.jobState = job.state;
}

function setMessage(panel: HTMLElement, message: string): void {
  const line = panel.querySelector("[data-job-message]");
  if (line && line.textContent !== message) line.textContent = message;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
