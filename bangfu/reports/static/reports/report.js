// Comforts for those with scripts: inserting a live figure where one writes, moving through findings by key, seeing
// those of one verdict only.
(() => {
  "use strict";

  const insert = (button) => {
    const area = document.getElementById(button.dataset.into);
    const told = new CustomEvent("insert-text", { detail: button.dataset.insert, cancelable: true });
    if (!area.dispatchEvent(told)) return; // the editor over the text area took it
    area.setRangeText(button.dataset.insert, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };

  const findings = () => Array.from(document.querySelectorAll(".finding[tabindex]:not([hidden])"));

  const go = (step) => {
    const all = findings();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement.closest(".finding"));
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    mark(next);
  };

  const mark = (finding) => {
    document.querySelectorAll(".claim-here").forEach((claim) => claim.classList.remove("claim-here"));
    const claims = (finding.dataset.claims || "").split(" ").map((id) => document.getElementById(id)).filter(Boolean);
    claims.forEach((claim) => claim.classList.add("claim-here"));
    if (claims.length) claims[0].scrollIntoView({ block: "nearest" });
  };

  const show = (chosen) => {
    const verdict = chosen.getAttribute("aria-pressed") === "true" ? "" : chosen.dataset.showVerdict;
    document.querySelectorAll("[data-show-verdict]").forEach((chip) => {
      chip.setAttribute("aria-pressed", String(chip.dataset.showVerdict === verdict));
    });
    document.querySelectorAll(".finding[data-verdict]").forEach((finding) => {
      finding.hidden = verdict !== "" && finding.dataset.verdict !== verdict;
    });
  };

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-show-verdict]");
    if (chip) show(chip);
    const button = event.target.closest("[data-insert]");
    if (button) {
      event.preventDefault(); // without the script the button puts the figure at the end of the text
      insert(button);
    }
    const finding = event.target.closest(".finding[data-claims]");
    if (finding) mark(finding);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
  });
})();
