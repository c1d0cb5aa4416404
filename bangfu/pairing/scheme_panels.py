"""What the page of a scheme shows beside its columns: sentences, who qualifies now, and what it said before."""

from __future__ import annotations

from itertools import pairwise

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.pairing.models import Scheme
from bangfu.pairing.queries.qualifying import qualifying
from bangfu.pairing.scheme_rules import check_scheme
from bangfu.pairing.scheme_words import sentences
from bangfu.parties.queries import area_path

VIEW = "pairing.scheme.view"


def says_panel(_user: User, scheme: Scheme) -> str:
    """Return the scheme in sentences, with the link to its file."""
    context = {"sentences": sentences(scheme), "file_url": reverse("scheme-file", args=[scheme.pk])}
    return render_to_string("pairing/scheme_says.html", context)


def counts_panel(user: User, scheme: Scheme) -> str:
    """Return how many qualify now in the reader's place; empty text for who has none."""
    place = place_of(user, scheme)
    if place is None:
        return ""
    return render_to_string("pairing/scheme_counts.html", counts_of(scheme, place))


def place_of(user: User, scheme: Scheme) -> str | None:
    """Return the place to count in: the scheme's own, or the reader's first; None where they have none."""
    reach = scope_of(user, VIEW)
    if not reach.prefixes:
        return None
    return scheme.area_code if scheme.area_code and reach.covers(scheme.area_code) else reach.prefixes[0]


def counts_of(scheme: Scheme, place: str) -> dict[str, object]:
    """Return the numbers of a place as the page tells them."""
    found = qualifying(scheme, place)
    return {
        "place": area_path(place) if place else _("全部地区"),
        "scheme": scheme,
        "found": found,
        "nobody": not found.recipients,
    }


def preview(user: User, scheme: Scheme) -> str:
    """Return what a scheme that is being typed says, what contradicts itself, and who would qualify now."""
    try:
        check_scheme(scheme)
    except Refused as refused:
        return render_to_string("pairing/scheme_preview.html", {"problems": [refused.message, *refused.problems]})
    place = place_of(user, scheme)
    counts = counts_of(scheme, place) if place is not None else None
    return render_to_string("pairing/scheme_preview.html", {"sentences": sentences(scheme), "counts": counts})


def versions_panel(_user: User, scheme: Scheme) -> str:
    """Return what a scheme said before, latest first; empty text for one nobody changed."""
    rows = list(scheme.versions.select_related("made_by")[:20])
    if len(rows) < 2:
        return ""
    told = []
    for newer, older in pairwise(rows):
        before = set(sentences(_as_scheme(scheme, older.rules)))
        said = [s for s in sentences(_as_scheme(scheme, newer.rules)) if s not in before]
        told.append(
            {
                "version": newer.version,
                "from": newer.valid_from,
                "who": str(newer.made_by or ""),
                "why": newer.reason,
                "changes": said,
            }
        )
    return render_to_string("pairing/scheme_versions.html", {"rows": told})


def _as_scheme(scheme: Scheme, rules: dict[str, object]) -> Scheme:
    return Scheme(name=scheme.name, **rules)
