"""Recipients and helpers of schemes as rows behind a figure: a gap opens where it can be closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.register_sources import scheme_words
from bangfu.pairing.models import Enrolment
from bangfu.parties.queries import area_paths, names_of

TOWNSHIP_UP = 9
Values = tuple[str, tuple[Any, ...]]
"""Where a row opens, and its values."""


def recipient_titles() -> list[str]:
    """Return the headings of recipients."""
    return [_("受助方"), _("地区"), _("结对方案"), _("结对")]


def recipient_values(kind: str, rows: Sequence[Any]) -> list[Values]:
    """Return recipients under schemes; one without helpers opens the form that gives them one."""
    words = scheme_words({row.scheme_name for row in rows})
    places = area_paths({row.place_code for row in rows}, top=TOWNSHIP_UP)
    return [
        (
            recipient_address(kind, row.pk, row.scheme_name, paired=row.is_paired),
            (
                str(row),
                places.get(row.place_code, row.place_code),
                words.get(row.scheme_name, row.scheme_name),
                (_("已结对"), "good") if row.is_paired else (_("未结对"), "bad"),
            ),
        )
        for row in rows
    ]


def recipient_address(kind: str, pk: int, scheme: str, *, paired: bool) -> str:
    """Return the page of a recipient, or where it is given a helper."""
    if paired:
        return reverse(f"parties.{kind}.detail", args=[pk])
    return f"{reverse('pairing.pairing.new')}?{urlencode({'scheme': scheme, 'recipient': pk})}"


def ready_titles() -> list[str]:
    """Return the headings of those who stand ready."""
    return [_("帮扶方"), _("帮扶地"), _("结对方案"), _("起"), _("安排")]


def ready_values(rows: Sequence[Enrolment]) -> list[Values]:
    """Return who stands ready, and whether they help anybody."""
    names = names_of({row.party_id for row in rows})
    words = {row.scheme_id: row.scheme.words for row in rows}
    places = area_paths({row.area_code or row.county_code for row in rows}, top=TOWNSHIP_UP)
    return [
        (
            reverse("pairing.enrolment.detail", args=[row.pk]),
            (
                names.get(row.party_id, ""),
                places.get(row.area_code or row.county_code, ""),
                words[row.scheme_id],
                row.valid_from,
                (_("已安排"), "good") if getattr(row, "is_loaded", False) else (_("尚未安排"), "warning"),
            ),
        )
        for row in rows
    ]
