import "./styles/main.scss";
import htmx from "htmx.org";
import { mountCharts } from "./charts.ts";
import { mountConfirmations, mountUnmasking } from "./dialogs.ts";
import { mountFilters } from "./filters.ts";
import { guardPage, mountDrops, mountForms } from "./forms.ts";
import { mountJobs } from "./jobs.ts";
import { listenForKeys } from "./keys.ts";
import { listenForMenus, mountMenus, mountTools } from "./menus.ts";
import { mountRows } from "./rows.ts";

// No pages with personal data in the browser's store, nothing that the content policy would refuse.
Object.assign(htmx.config, {
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
});

function mount(root: ParentNode): void {
  mountMenus(root);
  mountTools(root);
  mountConfirmations(root);
  mountUnmasking(root);
  mountForms(root);
  mountDrops(root);
  mountFilters(root);
  mountRows(root);
  mountJobs(root);
  void mountCharts(root);
  // Fetched only by the few pages that have them.
  if (root.querySelector("form[data-grid]")) void import("./grid/grid.ts").then((grid) => grid.mountGrids(root));
  if (root.querySelector("form[data-composer]")) void import("./composer/editor.ts").then((editor) => editor.mountComposers(root));
}

document.documentElement.classList.add("scripted");
guardPage();
listenForKeys();
listenForMenus();
htmx.onLoad((element) => mount(element as HTMLElement));
