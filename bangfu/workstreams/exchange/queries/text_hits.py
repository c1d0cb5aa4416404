"""Which texts are hidden until somebody has looked at them."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from bangfu.workstreams.exchange.models import Claim, Donation, TextHit

HIDDEN = _("（内容复核中）")


def withheld(of: str) -> QuerySet[TextHit, Any]:
    """Return the ids of the rows of a kind that everybody's eyes must not see at present, as a subquery."""
    return TextHit.objects.filter(of=of, state=TextHit.State.OPEN).order_by().values("object_id")


def not_withheld(of: str) -> Q:
    """Return the condition that a row may be shown to everybody."""
    return ~Q(pk__in=withheld(of))


def words_of(claim: Claim, field: str) -> str:
    """Return what a claim says in a field, or that it is hidden."""
    hits = withheld(TextHit.Of.CLAIM).filter(object_id=claim.pk, field=field)
    said: str = getattr(claim, field)
    return str(HIDDEN) if said and hits.exists() else said


def claims_as_told() -> QuerySet[Claim]:
    """Return claims with ``told_message``, ``told_proof``, ``told_thanks``: their words, or that they are hidden."""
    words = ("message", "proof", "thanks")
    return Claim.objects.annotate(**{f"told_{name}": _unless_hidden("claim", name) for name in words})


def donations_as_told() -> QuerySet[Donation]:
    """Return gifts of money with ``told_message``: what the donor wrote, or that it is hidden."""
    return Donation.objects.annotate(told_message=_unless_hidden("donation", "message"))


def _unless_hidden(of: str, name: str) -> Case:
    hits = TextHit.objects.filter(of=of, state="open", object_id=OuterRef("pk"), field=name)
    return Case(When(Exists(hits), then=Value(str(HIDDEN))), default=F(name), output_field=CharField())
