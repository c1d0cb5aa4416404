"""Which papers there are, and what each may hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.errors import Refused
from bangfu.reports.papers.homes import Home
from bangfu.reports.papers.notices import notices
from bangfu.reports.papers.sheets import card, comparison, handbook, visit
from bangfu.reports.papers.wanted import Wanted

Write = Callable[[Sequence[Home], Wanted], list[dict[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One kind of paper.

    ``write(homes, wanted)`` returns what its Typst template sets, one dictionary a sheet, for a run of households.
    ``numbers`` says whether numbers of papers, telephones and accounts stand on it: masked, unless a purpose is given
    for printing them in full. ``public``: it is put up for everybody, holds allow-listed columns only, and is asked
    for one type of household at a time.
    """

    name: str
    title: str | Promise
    help: str | Promise
    write: Write
    numbers: bool = False
    public: bool = False


PAPERS = {
    paper.name: paper
    for paper in (
        Paper(
            name="card",
            title=gettext_lazy("明白卡"),
            help=gettext_lazy(
                "贴在门上，一户一页：户主、帮扶责任人、得到的帮扶。没有证件号、电话、账号、健康状况和金额。"
            ),
            write=card,
        ),
        Paper(
            name="handbook",
            title=gettext_lazy("帮扶手册"),
            help=gettext_lazy(
                "交帮扶人随身用：成员、帮扶责任人、身份变化、收入、得到的帮扶，后附手写栏。没有证件号、电话和账号。"
            ),
            write=handbook,
        ),
        Paper(
            name="visit",
            title=gettext_lazy("入户走访表"),
            help=gettext_lazy("入户前打印：住址、成员、帮扶责任人和近期帮扶已填好，走访情况手写。电话默认遮盖。"),
            write=visit,
            numbers=True,
        ),
        Paper(
            name="comparison",
            title=gettext_lazy("信息核对表"),
            help=gettext_lazy("登记册里的信息已填好，入户只改不同之处，回来只录差异。证件号、电话、账号默认遮盖。"),
            write=comparison,
            numbers=True,
        ),
        Paper(
            name="notice",
            title=gettext_lazy("名单公示"),
            help=gettext_lazy("一村一份：户主、村组、家庭人口、类别。不含证件号、电话、账号、健康状况和致贫原因。"),
            write=notices,
            public=True,
        ),
    )
}


def paper_named(name: str) -> Paper:
    """Return a kind of paper; raise Refused, naming those there are."""
    if name not in PAPERS:
        raise Refused(
            _("没有名为“%(name)s”的材料；现有：%(known)s。") % {"name": name, "known": "、".join(PAPERS)}, field="paper"
        )
    return PAPERS[name]
