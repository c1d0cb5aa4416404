"""The reviewers' list of texts that are hidden because of the words in them."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Panel, Resource
from bangfu.kernel.rights.models import User
from bangfu.workstreams.exchange import forms
from bangfu.workstreams.exchange.actions.text_hits import allow_text, allow_texts, remove_text, text_of
from bangfu.workstreams.exchange.models import TextHit
from bangfu.workstreams.exchange.permissions import NEED_REVIEW
from bangfu.workstreams.exchange.resources.samples import sample_text_hit

TONES = {"open": "warning", "allowed": "good", "removed": "neutral", "gone": "neutral"}
PAGES = {of: f"exchange.{of}.detail" for of in TextHit.Of.values}


def _open(row: Any) -> bool:
    return row.state == TextHit.State.OPEN


def _allow_many(actor: User, ids: list[int], *, note: str = "") -> str:
    return _now("已复核 %(n)s 条。") % {"n": allow_texts(actor, ids, note=note)}


def text_panel(user: User, hit: TextHit) -> str:
    """Return the hidden text for the reviewer, and where it stands."""
    address = reverse(PAGES[hit.of], args=[hit.object_id])
    return render_to_string("exchange/hidden_text.html", {"text": text_of(hit), "address": address})


TEXT_HITS = Resource(
    name="exchange.text_hit",
    title=_("公开用语复核"),
    model=TextHit,
    menu="exchange",
    under="exchange.public_words",
    menu_order=38,
    icon="shield-check",
    order=("area_code", "id"),
    columns=(
        Column(name="of", title=_("哪一类"), kind="choice"),
        Column(name="told", title=_("发现")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(
            name="state", title=_("状态"), kind="state", states={v: (w, TONES[v]) for v, w in TextHit.State.choices}
        ),
        Column(name="found_on", title=_("发现日期"), kind="date"),
        Column(name="settled_by", title=_("复核人"), path="settled_by_id", kind="user", in_list=False),
        Column(name="settled_on", title=_("复核日期"), kind="date", in_list=False),
        Column(name="note", title=_("说明"), in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="of", title=_("哪一类")),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
    ),
    acts=(
        Act(
            name="allow",
            title=_("看过，可以公开"),
            run=allow_text,
            permission=NEED_REVIEW,
            form=forms.NoteForm,
            when=_open,
            tone="good",
        ),
        Act(
            name="allow_many",
            title=_("所选都可以公开"),
            run=_allow_many,
            permission=NEED_REVIEW,
            form=forms.NoteForm,
            bulk=True,
        ),
        Act(
            name="remove",
            title=_("删去这段话"),
            run=remove_text,
            permission=NEED_REVIEW,
            form=forms.NoteForm,
            when=lambda row: _open(row) and row.field != "title",
        ),
    ),
    empty=_("没有要复核的公开内容。"),
    sample=sample_text_hit,
)
TEXT_PANEL = Panel(
    name="exchange.hidden_text",
    of="exchange.text_hit",
    title=_("原文"),
    render=text_panel,
    permission=NEED_REVIEW,
    order=1,
)
