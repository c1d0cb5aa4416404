"""A proposal seen otherwise: by helper, and as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bangfu.kernel.history.actions import record_change
from bangfu.kernel.pages.exports import sent
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import require
from bangfu.kernel.workbooks.columns import Column, Sheet, Type
from bangfu.kernel.workbooks.writing import write_export
from bangfu.office.pages.proposal_words import change_word, is_ruled, reasons
from bangfu.office.pages.proposals import EXPORT, address_of, crumbs_of, frame_of, proposal_of, tabs_of
from bangfu.office.queries.proposals import exported_rows, loads_of, losses_of
from bangfu.pairing.models import Proposal
from bangfu.parties.models import Person
from bangfu.parties.queries import names_of

PER_PAGE = 100


def helpers_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal by helper: whom each would have, how many of them are new, how many it gives up."""
    proposal = proposal_of(request.user, pk)
    pages = Paginator(loads_of(proposal), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    ids = [row["helper_id"] for row in rows]
    names, losses = names_of(ids), losses_of(proposal, ids)
    units = dict(Person.objects.filter(pk__in=ids).values_list("pk", "works_for__name"))
    context = frame_of(request, proposal) | {
        "rows": [
            (
                {
                    "text": names.get(row["helper_id"], ""),
                    "url": address_of(proposal, show="all", helper=row["helper_id"]),
                },
                units.get(row["helper_id"]) or "",
                f"{row['load']}",
                f"{row['new']}",
                f"{losses.get(row['helper_id'], 0)}",
            )
            for row in rows
        ],
        "page_number": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: address_of(proposal, "proposal-helpers", page=number),
    }
    context["tabs"] = tabs_of(proposal, context["counts"], {"show": "helpers"})
    return show(request, "office/proposal_helpers.html", context, crumbs=crumbs_of(proposal))


COLUMNS = ("number", "recipient", "place", "code", "today", "proposed", "unit", "change", "cost", "reason")


def export_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the whole proposal as a workbook: beside today, with costs and reasons."""
    proposal = proposal_of(request.user, pk)
    require(request.user, EXPORT, proposal.area_code)
    with tempfile.TemporaryDirectory(prefix="bangfu-proposal-") as folder:
        path = Path(folder) / "proposal.xlsx"
        write_export(path, sheet_of(proposal), pl.DataFrame(list(_lines(proposal)), schema=SCHEMA, orient="row"))
        record_change(request.user, "export", proposal, after={"rows": counted(proposal)})
        file = path.open("rb")  # stays readable after the folder is gone
    return sent(file, f"{_('结对建议')}-{proposal.pk}.xlsx", "xlsx")


def counted(proposal: Proposal) -> int:
    """Return how many rows a proposal has."""
    return proposal.rows.count()


SCHEMA = {name: pl.Int64 if name in ("number", "cost") else pl.String for name in COLUMNS}


def sheet_of(proposal: Proposal) -> Sheet:
    """Return the headings of the workbook, in the words of the scheme."""
    scheme = proposal.scheme
    who = scheme.recipient_words
    titles = {
        "number": _("编号"),
        "recipient": who,
        "place": _("地区"),
        "code": _("地区代码"),
        "today": _("现%(helper)s") % {"helper": scheme.helper_words},
        "proposed": _("拟%(helper)s") % {"helper": scheme.helper_words},
        "unit": _("所在单位"),
        "change": _("变化"),
        "cost": _("代价"),
        "reason": _("理由"),
    }
    numbers = ("number", "cost")
    columns = tuple(
        Column(name=name, heading=str(titles[name]), type=Type.INTEGER if name in numbers else Type.TEXT)
        for name in COLUMNS
    )
    return Sheet(columns=columns, title=str(_("结对建议")))


def _lines(proposal: Proposal) -> Iterator[tuple[Any, ...]]:
    rows = exported_rows(proposal)
    while chunk := list(islice(rows, 2000)):
        units = dict(
            Person.objects.filter(pk__in={one.row.helper_id for one, _pk in chunk if one.row.helper_id}).values_list(
                "pk", "works_for__name"
            )
        )
        for one, number in chunk:
            yield (
                number,
                one.recipient,
                one.place,
                one.code,
                one.today,
                one.proposed,
                units.get(one.row.helper_id or 0) or "",
                change_word(one.row)[0],
                one.row.cost,
                _("；").join(reasons(one, ruled=is_ruled(proposal))),
            )
