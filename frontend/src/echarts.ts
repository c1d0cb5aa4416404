import { BarChart, HeatmapChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([
  BarChart, HeatmapChart, LineChart, PieChart, ScatterChart, AriaComponent, DatasetComponent, GridComponent,
  LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent, CanvasRenderer,
]);

type Option = Record<string, unknown>;

/** One accent in steps, then greys: charts that compare more than six things should be tables. */
export const COLOURS = ["#14599c", "#7fa8d1", "#475463", "#a9b4bf", "#c98a1b", "#1a6b3a"];

/** The house style under whatever an option says itself. */
export function dressed(option: Option, fontFamily: string, fontSize: number): Option {
  return {
    color: COLOURS,
    animationDuration: 300,
    aria: { enabled: true },
    textStyle: { fontFamily, color: "#475463", fontSize },
    ...option,
    grid: { left: 8, right: 16, top: option.legend ? 36 : 16, bottom: 8, containLabel: true, ...(option.grid as Option) },
    // Drawn on the canvas: an HTML tooltip would need inline styles, which the content policy refuses.
    tooltip: { trigger: "axis", confine: true, ...(option.tooltip as Option), renderMode: "richText" },
    xAxis: axis(option.xAxis),
    yAxis: axis(option.yAxis),
    ...(option.legend ? { legend: { left: 0, top: 0, icon: "roundRect", itemWidth: 12, itemHeight: 8, ...(option.legend as Option) } } : {}),
  };
}

function axis(given: unknown): unknown {
  if (!given) return undefined;
  if (Array.isArray(given)) return given.map(axis);
  const line = { lineStyle: { color: "#d6dde4" } };
  return { axisLine: line, axisTick: { show: false }, splitLine: { lineStyle: { color: "#e6eaef" } }, ...(given as Option) };
}

/** Draws an option into an element and keeps it fitting when the element's size changes. */
export function draw(canvas: HTMLElement, option: Option): void {
  const chart = echarts.init(canvas);
  const body = getComputedStyle(document.body);
  chart.setOption(dressed(option, body.fontFamily, parseFloat(body.fontSize) * 0.875));
  new ResizeObserver(() => chart.resize()).observe(canvas);
}
