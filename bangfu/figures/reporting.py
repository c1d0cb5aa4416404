"""The declaration of reports, and of the chapters that working groups add to them.

A chapter is a text with figure tags; its language is described in docs/design/reports.md. A chapter in which every
figure is empty is left out of the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise

from bangfu.kernel.manifest import registry_of

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report that can be written for any place and period.

    ``about`` says in one sentence what it is for and what it holds. ``headline`` is the title printed at its top, a
    text with tags; ``when_empty`` is what it says where there is nothing to report. ``side`` is *receiver* for help
    that arrived in the place, *giver* for help that came from it; empty for whichever the place usually does.
    """

    name: str
    title: Text
    about: Text
    headline: str
    when_empty: str
    side: str = "receiver"


@dataclass(frozen=True, kw_only=True)
class ReportChapter:
    """A chapter of the report ``of``, placed by ``order``; chapters of one report are numbered without gaps.

    ``name`` is unique among all chapters (``market.consumption``); ``title`` may hold words that change with the
    years (``{{词 消费帮扶}}``). ``text`` is the text itself or the file that holds
    it, one paragraph a line. ``sums`` names figures that are parts of another (``{"market.sales": ("market.sales
    .online", "market.sales.offline")}``): workbooks add them up by formula and the appendix says where they differ.
    """

    name: str
    of: str
    title: str
    workstream: str
    text: str | Path
    order: int = 100
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def read(self) -> str:
        """Return the text with its tags."""
        return self.text if isinstance(self.text, str) else self.text.read_text(encoding="utf-8")


reports = registry_of(Report)
report_chapters = registry_of(ReportChapter)
