"""What the exchange adds to the pages of needs, claims and households."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Panel
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, scoped
from bangfu.parties.models import Household
from bangfu.parties.queries import party_id_of
from bangfu.workstreams.exchange.models import Claim, Need
from bangfu.workstreams.exchange.pages.shown import claim_columns, claim_rows, desk_columns, desk_rows
from bangfu.workstreams.exchange.pages.words import term_words
from bangfu.workstreams.exchange.permissions import (
    CLAIM_CONFIRM,
    CLAIM_VIEW,
    MATCH_MAKE,
    MATCH_VIEW,
    NEED_CHECK,
    NEED_VIEW,
)
from bangfu.workstreams.exchange.queries.board import needs_visible_to
from bangfu.workstreams.exchange.queries.own import own_claims
from bangfu.workstreams.exchange.queries.suggesting import suggestions_for
from bangfu.workstreams.exchange.wording import doubts_of

SHOWN = 50
UNDER_WAY = ("claimed", "under_way", "delivered")


def claims_panel(user: User, need: Need) -> str:
    """Return the claims on a need that the user may see."""
    claims = scoped(Claim.objects.filter(need=need), user, CLAIM_VIEW, own=own_claims).select_related("need")
    rows = claim_rows(user, claims.order_by("-id")[:SHOWN])
    return render_to_string("exchange/rows_panel.html", {"columns": claim_columns(), "rows": rows}) if rows else ""


def hints_panel(user: User, need: Need) -> str:
    """Return what a reviewer should look at in the public wording of a need that is not published yet."""
    if need.state not in ("checking", "reviewing") or not may(user, NEED_CHECK, need.area_code):
        return ""
    hints = doubts_of(need)
    return render_to_string("exchange/hints_panel.html", {"hints": hints}) if hints else ""


def suggestions_panel(user: User, need: Need) -> str:
    """Return who could meet an open need, with reasons, for the offices of its place."""
    if need.state not in ("published", "offline") or not may(user, MATCH_MAKE, need.area_code):
        return ""
    rows = [
        {
            "cells": (
                {"text": one.offer.title, "url": reverse("exchange.offer.detail", args=[one.offer.pk])}
                if one.offer
                else one.scheme,
                one.name,
                "；".join(term_words(name, points) for name, points in one.terms.items()) or _now("结对帮扶"),
            )
        }
        for one in suggestions_for(need)
    ]
    columns = [
        {"key": "what", "title": _now("爱心供给"), "wrap": True},
        {"key": "who", "title": _now("提供方"), "wrap": True},
        {"key": "why", "title": _now("为什么"), "wrap": True},
    ]
    return render_to_string("exchange/rows_panel.html", {"columns": columns, "rows": rows}) if rows else ""


def claim_panel(user: User, claim: Claim) -> str:
    """Return what can be done with a claim besides its acts: the number to call, the code, the certificate."""
    own = party_id_of(user) == claim.donor_id
    office = may(user, CLAIM_CONFIRM, claim.area_code)
    consented = claim.consented_on is not None
    context = {
        "claim": claim,
        "may_phone": (own or office) and consented and claim.state in UNDER_WAY,
        "may_slip": office and not own and claim.state in UNDER_WAY,
        "may_code": own and claim.state == "delivered",
        "waiting": own and not consented and claim.state in ("claimed", "under_way"),
    }
    return render_to_string("exchange/claim_panel.html", context)


def household_panel(user: User, household: Household) -> str:
    """Return what a household asked for, newest first."""
    rows = desk_rows(user, needs_visible_to(user).filter(asker=household.pk).order_by("-id")[:SHOWN])
    return render_to_string("exchange/rows_panel.html", {"columns": desk_columns(), "rows": rows}) if rows else ""


PANELS = (
    Panel(
        name="exchange.hints",
        of="exchange.need",
        title=_("公开用语提示"),
        render=hints_panel,
        permission=NEED_CHECK,
        order=5,
    ),
    Panel(
        name="exchange.suggestions",
        of="exchange.need",
        title=_("谁能帮"),
        render=suggestions_panel,
        permission=MATCH_VIEW,
        order=20,
    ),
    Panel(
        name="exchange.claims",
        of="exchange.need",
        title=_("认领情况"),
        render=claims_panel,
        permission=CLAIM_VIEW,
        order=10,
    ),
    Panel(
        name="exchange.claim", of="exchange.claim", title=_("对接"), render=claim_panel, permission=CLAIM_VIEW, order=10
    ),
    Panel(
        name="exchange.needs",
        of="parties.household",
        title=_("需求和心愿"),
        render=household_panel,
        permission=NEED_VIEW,
        order=60,
    ),
)
