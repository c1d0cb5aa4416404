import { fresh } from "./elements.ts";

/** `[data-chart]` draws the ECharts option it carries; the library is fetched only by pages that have one. */
export async function mountCharts(root: ParentNode): Promise<void> {
  const figures = fresh(root, "[data-chart]", "mounted");
  if (!figures.length) return;
  const { draw } = await import("./echarts.ts");
  for (const figure of figures) {
    const canvas = figure.querySelector<HTMLElement>(".chart-canvas");
    const data = figure.querySelector("script[type='application/json']")?.textContent;
    if (canvas && data) draw(canvas, JSON.parse(data) as Record<string, unknown>);
  }
}
