import { icons } from "@iconify-json/tabler";

/** One SVG holding a symbol for each name of Tabler's outline set. Throws on a name the set lacks. */
export function sprite(names: string[]): string {
  const symbols = names.map((name) => {
    const drawing = icons.icons[name];
    if (!drawing) throw new Error(`no Tabler icon is called ${name}`);
    return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.body}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}
