"""Both sides of every scheme as sources of figures: who is to be helped and has a helper, who stands ready and helps.

A row of ``coverage`` is a recipient under a scheme, with whether it has the helpers the scheme asks for; recipients of
different schemes lie in different registers, so each scheme is a piece of its own. A row of ``readiness`` is a party
that stands ready under a scheme, with whether it helps anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.figures.computing import PIECE
from bangfu.figures.register_sources import scheme_words
from bangfu.figures.sources import Dimension, Source
from bangfu.kernel.codelists.queries import labels
from bangfu.pairing.models import Enrolment, Pairing, Scheme
from bangfu.pairing.queries import in_force, recipients_for
from bangfu.pairing.queries.coverage import paired_on
from bangfu.pairing.queries.schemes import schemes_in_use
from bangfu.pairing.queries.sides import place_field
from bangfu.parties.models import HouseholdStatus
from bangfu.parties.models.areas import AreaLevel

PERMISSION = "pairing.pairing.view"
CLASS_OF: dict[str, Any] = {
    "household": F("standing"),
    "organisation": F("kind"),
    "person": F("labour"),
    "area": Cast("level", CharField()),
}
CLASS_LISTS = ("household_standing", "organisation_kind", "labour")


def _pieces(area_code: str, on: date | None, stated: Mapping[str, Any]) -> Sequence[Source]:
    """Return a source for each scheme used in a place; for the one scheme that is asked about, whether used or not."""
    if name := stated.get("scheme"):
        return [_piece(scheme) for scheme in Scheme.objects.filter(name=name)]
    return [_piece(scheme) for scheme in schemes_in_use(area_code, on)]


def _piece(scheme: Scheme) -> Source:
    return Source(
        name=f"coverage{PIECE}{scheme.name}",
        title=scheme.words,
        rows=lambda on: recipients_under(scheme, on),
        place="place_code",
        fields=FIELDS,
        dimensions=DIMENSIONS,
        permission=PERMISSION,
    )


def recipients_under(scheme: Scheme, on: date | None) -> QuerySet[Any]:
    """Return who is to be helped under a scheme on a day, with the scheme and whether they have their helpers."""
    return recipients_for(scheme, scheme.area_code, on).annotate(
        place_code=F(place_field(scheme)),
        scheme_name=Value(scheme.name, output_field=CharField()),
        scheme_number=Value(scheme.number, output_field=CharField()),
        must_cover=Value(scheme.full_coverage, output_field=BooleanField()),
        recipient_class=_class_of(scheme, on),
        is_paired=ExpressionWrapper(paired_on(scheme, on), output_field=BooleanField()),
    )


def _class_of(scheme: Scheme, on: date | None) -> Any:
    """Return the class of a recipient: of a household the standing it had on the day."""
    if scheme.recipient_kind != "household" or on is None or on >= timezone.localdate():
        return CLASS_OF[scheme.recipient_kind]
    then = HouseholdStatus.objects.filter(in_force(on), household=OuterRef("pk")).order_by("-valid_from")
    return Subquery(then.values("value")[:1])


def _ready(on: date | None) -> QuerySet[Any]:
    """Return who stands ready on a day, with where, of which class, and whether they help anybody under the scheme."""
    busy = Pairing.objects.filter(in_force(on), scheme_id=OuterRef("scheme_id"), helper_id=OuterRef("party_id"))
    meant = Case(When(area_code="", then=F("county_code")), default=F("area_code"))
    rank = Coalesce("party__person__works_for__rank", "party__organisation__rank", Value(""))
    return Enrolment.objects.filter(in_force(on)).annotate(
        meant_for=meant, helper_class=rank, is_loaded=ExpressionWrapper(Exists(busy), output_field=BooleanField())
    )


def class_words(codes: Iterable[str]) -> dict[str, str]:
    """Return the words for classes of recipients: standings, kinds of organisations, labour, levels of areas."""
    words: dict[str, str] = {str(level.value): str(level.label) for level in AreaLevel}
    for name in CLASS_LISTS:
        words = {**{code: str(text) for code, text in labels(name).items()}, **words}
    return {code: words.get(code, code) for code in codes}


def _ranks(codes: Iterable[str]) -> dict[str, str]:
    words = labels("organisation_rank")
    return {code: str(words.get(code, code)) for code in codes}


FIELDS = {
    "recipient": "pk",
    "scheme": "scheme_name",
    "number": "scheme_number",
    "class": "recipient_class",
    "paired": "is_paired",
    "must_cover": "must_cover",
}
SCHEME = Dimension(name="scheme", title=_("结对方案"), path="scheme_name", labels=scheme_words)
DIMENSIONS = (SCHEME, Dimension(name="class", title=_("受助方类别"), path="recipient_class", labels=class_words))

COVERAGE_SOURCES = (
    Source(
        name="coverage",
        title=_("应结对的受助方"),
        rows=lambda _on: Enrolment.objects.none(),
        pieces=_pieces,
        place="place_code",
        fields=FIELDS,
        dimensions=DIMENSIONS,
        permission=PERMISSION,
        words={"paired": _("已结对"), "must_cover": _("须全覆盖")},
    ),
    Source(
        name="readiness",
        title=_("登记的帮扶力量"),
        rows=_ready,
        place="meant_for",
        fields={
            "helper": "party_id",
            "enrolment": "pk",
            "scheme": "scheme__name",
            "number": "scheme__number",
            "class": "helper_class",
            "loaded": "is_loaded",
        },
        dimensions=(
            Dimension(name="scheme", title=_("结对方案"), path="scheme__name", labels=scheme_words),
            Dimension(name="class", title=_("派出单位层级"), path="helper_class", labels=_ranks),
        ),
        permission="pairing.enrolment.view",
        words={"loaded": _("已安排"), "enrolment": _("帮扶者")},
    ),
)
