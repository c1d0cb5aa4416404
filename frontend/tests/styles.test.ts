import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { compile } from "sass";
import { expect, test } from "vitest";
import { sprite } from "../sprite.ts";

const root = resolve(import.meta.dirname, "..");
const css = compile(resolve(root, "src/styles/main.scss"), { loadPaths: [resolve(root, "node_modules")], quietDeps: true }).css;
const hex = Object.fromEntries([...css.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{3,6});/g)].map((found) => [found[1]!, found[2]!]));

function luminance(colour: string): number {
  const digits = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join("") : colour.slice(1);
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const part = parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(hex[one]!), luminance(hex[other]!)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

test.each([
  ["ink", "ground"], ["ink-2", "ground"], ["ink-3", "ground"], ["accent", "ground"], ["good", "ground"], ["warning", "ground"],
  ["bad", "ground"], ["ink-2", "ground-3"], ["ink-3", "ground-2"], ["accent-dark", "accent-soft"], ["good", "good-soft"],
  ["warning", "warning-soft"], ["bad", "bad-soft"],
])("text in %s on %s has a contrast of at least 4.5", (text, ground) => {
  expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
});

test("edges of controls stand out from the ground by at least 3", () => {
  expect(contrast("line-strong", "ground")).toBeGreaterThanOrEqual(3);
});

test("every custom property that is read without a fallback is declared", () => {
  const declared = new Set([...css.matchAll(/(--[a-z0-9-]+):/g)].map((found) => found[1]));
  const read = [...css.matchAll(/var\((--[a-z0-9-]+)\)/g)].map((found) => found[1]);
  expect([...new Set(read)].filter((name) => !declared.has(name))).toEqual([]);
});

test("nothing needs a browser newer than the offices have", () => {
  const modern = [...css.matchAll(/([^{}]+?) ?\{[^{}]*(?:light-dark|color-mix|oklch)\(/gm)].map((found) => found[1]!.split("\n").at(-1));
  expect(modern).toEqual(["a"]); // frame.scss gives links their colour again
  expect(css).not.toMatch(/@layer|@container/);
});

test("every listed icon is one of Tabler's", () => {
  const names: string[] = JSON.parse(readFileSync(resolve(root, "../bangfu/kernel/icons.json"), "utf8"));
  expect(names).toEqual([...new Set(names)].sort());
  expect(sprite(names).match(/<symbol /g)).toHaveLength(names.length);
});
