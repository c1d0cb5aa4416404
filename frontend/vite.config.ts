import { readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { sprite } from "./sprite.ts";

const DIST = resolve(import.meta.dirname, "../bangfu/kernel/static/dist");
const ICONS = resolve(import.meta.dirname, "../bangfu/kernel/icons.json");

/** Writes the icons of icons.json as one SVG file and enters it into the manifest. */
function iconSprite(): Plugin {
  return {
    name: "icon-sprite",
    apply: "build",
    closeBundle() {
      const names: string[] = JSON.parse(readFileSync(ICONS, "utf8"));
      const svg = sprite(names);
      const file = `icons.${createHash("sha256").update(svg).digest("hex").slice(0, 12)}.svg`;
      writeFileSync(resolve(DIST, file), svg);
      const path = resolve(DIST, "manifest.json");
      const manifest = JSON.parse(readFileSync(path, "utf8"));
      writeFileSync(path, JSON.stringify({ ...manifest, "icons.svg": { file } }, null, 1));
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [iconSprite()],
  css: { preprocessorOptions: { scss: { loadPaths: ["node_modules"], quietDeps: true } } },
  build: {
    outDir: DIST,
    emptyOutDir: true,
    manifest: "manifest.json",
    // Offices still run browsers built on Chromium 86; nothing newer may be needed to work.
    target: ["chrome86", "firefox91", "safari15"],
    modulePreload: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      checks: { eval: false }, // htmx asks before it would; the content policy forbids it anyway
      input: { main: "src/main.ts" },
      output: {
        hashCharacters: "hex",
        entryFileNames: "[name].[hash:12].js",
        chunkFileNames: "[name].[hash:12].js",
        assetFileNames: "[name].[hash:12][extname]",
      },
    },
  },
  test: { environment: "happy-dom" },
} as Parameters<typeof defineConfig>[0]);
