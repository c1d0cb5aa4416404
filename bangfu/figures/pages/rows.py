"""The rows behind a figure, by source: as a table with links, and as plain values for a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.figures.pages.coverage_rows import (
    Values,
    ready_titles,
    ready_values,
    recipient_address,
    recipient_titles,
    recipient_values,
)
from bangfu.kernel import formats
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.pages.addresses import row_address
from bangfu.kernel.rights.objects import resource_of
from bangfu.kernel.rows.visibility import area_of
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Entry
from bangfu.ledger.standings import STATES
from bangfu.pairing.agreements import STANDINGS
from bangfu.pairing.models import Agreement, Duty, Enrolment, Pairing, Team, TeamMember, VillagePlan
from bangfu.pairing.queries.teams import missing_roles
from bangfu.pairing.team_panels import missing_words
from bangfu.pairing.teams import ROLE_LIST
from bangfu.parties.models import Area, AreaClass, Household, HouseholdStatus, Membership, Organisation, Person
from bangfu.parties.queries import area_paths, names_of

TOWNSHIP_UP = 9


@dataclass(frozen=True)
class Heading:
    """A column: its title, and whether it holds figures."""

    title: str
    figures: bool = False


@dataclass(frozen=True)
class Line:
    """One row: where it opens, and its plain values; a state carries its tone as ``(word, tone)``."""

    url: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Listing:
    """How the rows of one model are listed; ``lines`` reads what many rows need in a fixed number of queries."""

    headings: Callable[[], Sequence[Heading]]
    lines: Callable[[Sequence[Any]], list[Line]]
    order: tuple[str, ...]
    related: tuple[str, ...] = ()


def ordered(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return rows in the order they are listed, with what their lines need."""
    listing = listing_of(rows.model)
    if rows.model is Agreement:
        rows = rows.with_first_parties()  # type: ignore[attr-defined]
    return rows.select_related(*listing.related).order_by(*listing.order)


def listing_of(model: type[Model]) -> Listing:
    """Return how the rows of a model are listed."""
    return LISTINGS.get(model, PLAIN)


def as_table(model: type[Model], rows: Sequence[Any]) -> dict[str, Any]:
    """Return rows as the table macro takes them."""
    listing = listing_of(model)
    columns = [
        {"key": str(i), "title": heading.title, "align": "right" if heading.figures else "left"}
        for i, heading in enumerate(listing.headings())
    ]
    return {
        "columns": columns,
        "rows": [
            {"cells": tuple(_cell(value) for value in line.values), "row_url": line.url} for line in listing.lines(rows)
        ],
    }


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return {"text": value[0], "tone": value[1]}
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return formats.day(value) if hasattr(value, "isoformat") else value


def _entry_headings() -> list[Heading]:
    return [
        Heading(_("日期")),
        Heading(_("类型")),
        Heading(_("提供方")),
        Heading(_("受助方")),
        Heading(_("金额（元）"), figures=True),
        Heading(_("数量"), figures=True),
        Heading(_("地区")),
        Heading(_("状态")),
    ]


def _unit_of(entry: Entry) -> str:
    """Return the word of the unit an entry counts in."""
    kind = entry_kinds.get(entry.kind)
    return str(dict(kind.units).get(entry.unit, entry.unit)) if kind else entry.unit


def _entry_lines(entries: Sequence[Entry]) -> list[Line]:
    names = names_of({e.giver_id for e in entries} | {e.receiver_id for e in entries})
    places = area_paths({e.area_code for e in entries}, top=TOWNSHIP_UP)
    return [
        Line(
            reverse("ledger.entry.detail", args=[e.pk]),
            (
                e.happened_on,
                str(entry_kinds[e.kind].title) if e.kind in entry_kinds else e.kind,
                names.get(e.giver_id or 0),
                names.get(e.receiver_id or 0),
                e.amount,
                None if e.quantity is None else f"{e.quantity.normalize():,f} {_unit_of(e)}".strip(),
                places.get(e.area_code, e.area_code),
                STATES[e.standing.state] if e.reverses_id is None else (_("冲销"), "neutral"),
            ),
        )
        for e in entries
    ]


def _status_lines(statuses: Sequence[HouseholdStatus]) -> list[Line]:
    words, places = labels("household_standing"), area_paths({s.area_code for s in statuses}, top=TOWNSHIP_UP)
    return [
        Line(
            reverse("parties.household.detail", args=[s.household_id]),
            (
                str(s.household),
                s.household.number,
                str(words.get(s.value, s.value)),
                s.valid_from,
                s.valid_to,
                places.get(s.area_code, s.area_code),
            ),
        )
        for s in statuses
    ]


def _member_lines(memberships: Sequence[Membership]) -> list[Line]:
    words, places = labels("relation"), area_paths({m.person.area_code for m in memberships}, top=TOWNSHIP_UP)
    return [
        Line(
            reverse("parties.person.detail", args=[m.person_id]),
            (
                m.person.name,
                str(m.household),
                str(words.get(m.relation, m.relation)),
                m.valid_from,
                places.get(m.person.area_code, m.person.area_code),
            ),
        )
        for m in memberships
    ]


def _class_lines(classes: Sequence[AreaClass]) -> list[Line]:
    words, places = labels("area_class"), area_paths({c.area_code for c in classes}, top=TOWNSHIP_UP)
    return [
        Line(
            reverse("parties.area.detail", args=[c.area_id]),
            (places.get(c.area_code, c.area_code), str(words.get(c.value, c.value)), c.valid_from, c.document),
        )
        for c in classes
    ]


def _pairing_lines(pairings: Sequence[Pairing]) -> list[Line]:
    names = names_of({p.helper_id for p in pairings} | {p.recipient_id for p in pairings})
    places = area_paths({p.area_code for p in pairings}, top=TOWNSHIP_UP)
    return [
        Line(
            reverse("pairing.pairing.detail", args=[p.pk]),
            (
                names.get(p.helper_id),
                names.get(p.recipient_id),
                p.scheme.words,
                p.valid_from,
                p.valid_to,
                places.get(p.area_code, p.area_code),
            ),
        )
        for p in pairings
    ]


def _organisation_lines(organisations: Sequence[Organisation]) -> list[Line]:
    words, places = labels("organisation_kind"), area_paths({o.area_code for o in organisations}, top=TOWNSHIP_UP)
    return [
        Line(
            _organisation_address(o),
            (o.name, str(words.get(o.kind, o.kind)), places.get(o.area_code, o.area_code)),
        )
        for o in organisations
    ]


def _plain_lines(rows: Sequence[Any]) -> list[Line]:
    """Name and place of whatever a workstream lists, linked to its page."""
    resource = resource_of(rows[0]._meta.label_lower) if rows else None
    codes = [area_of(resource, row) if resource else "" for row in rows]
    places = area_paths(set(codes), top=TOWNSHIP_UP)
    return [
        Line(row_address(resource, row.pk) if resource else "", (str(row), places.get(code, code)))
        for row, code in zip(rows, codes, strict=True)
    ]


def _agreement_lines(agreements: Sequence[Agreement]) -> list[Line]:
    names = names_of({pk for row in agreements for pk in (row.helper_id, row.recipient_id)})  # type: ignore[attr-defined]
    return [
        Line(
            reverse("pairing.agreement.detail", args=[row.pk]),
            (
                row.title,
                row.get_kind_display(),
                names.get(row.helper_id),  # type: ignore[attr-defined]
                names.get(row.recipient_id),  # type: ignore[attr-defined]
                row.signed_on,
                row.valid_to,
                row.amount,
                STANDINGS[row.state],
            ),
        )
        for row in agreements
    ]


def _agreement_headings() -> list[Heading]:
    titles = (_("协议名称"), _("协议类型"), _("帮扶方"), _("受助方"), _("签署日期"), _("有效期至"))
    return [*(Heading(title) for title in titles), Heading(_("协议金额（元）"), figures=True), Heading(_("状态"))]


def _duty_lines(duties: Sequence[Duty]) -> list[Line]:
    return [
        Line(
            reverse("duty-entries", args=[row.pk]),
            (row.text, row.agreement.title, str(row.year), row.due_on, row.amount, row.quantity),
        )
        for row in duties
    ]


def _plan_lines(plans: Sequence[VillagePlan]) -> list[Line]:
    return [
        Line(
            reverse("pairing.agreement.detail", args=[row.agreement_id]),
            (row.agreement.title, row.goals, row.households_planned, row.persons_planned),
        )
        for row in plans
    ]


def _organisation_address(row: Organisation) -> str:
    """A recipient of a scheme that nobody helps opens where it is given a helper."""
    paired = getattr(row, "is_paired", True)
    return recipient_address("organisation", row.pk, getattr(row, "scheme_name", ""), paired=paired)


def _lines(values: Sequence[Values]) -> list[Line]:
    return [Line(url, cells) for url, cells in values]


def _recipients(kind: str, *order: str) -> Listing:
    return Listing(
        lambda: [Heading(title) for title in recipient_titles()],
        lambda rows: _lines(recipient_values(kind, rows)),
        order,
    )


def _team_lines(teams: Sequence[Team]) -> list[Line]:
    places, gaps = area_paths({t.area_code for t in teams}, top=TOWNSHIP_UP), missing_roles(teams)
    return [
        Line(
            reverse("pairing.team.detail", args=[t.pk]),
            (
                str(t),
                places.get(t.area_code, t.area_code),
                t.starts_on,
                t.term_until,
                "、".join(missing_words(gaps[t.pk])),
            ),
        )
        for t in teams
    ]


def _team_member_lines(members: Sequence[TeamMember]) -> list[Line]:
    words = labels(ROLE_LIST)
    return [
        Line(
            reverse("pairing.member.detail", args=[m.pk]),
            (
                m.person.name,
                str(words.get(m.role, m.role)),
                str(m.team),
                str(m.unit) if m.unit else None,
                m.starts_on,
                m.term_until,
            ),
        )
        for m in members
    ]


PLAIN = Listing(lambda: [Heading(_("名称")), Heading(_("地区"))], _plain_lines, ("pk",))


LISTINGS: dict[type[Model], Listing] = {
    Entry: Listing(_entry_headings, _entry_lines, ("-happened_on", "-id"), ("standing",)),
    HouseholdStatus: Listing(
        lambda: [Heading(t) for t in (_("户主"), _("户编号"), _("户类型"), _("起"), _("止"), _("地区"))],
        _status_lines,
        ("area_code", "id"),
        ("household",),
    ),
    Membership: Listing(
        lambda: [Heading(t) for t in (_("姓名"), _("农户"), _("与户主关系"), _("起"), _("地区"))],
        _member_lines,
        ("household_id", "id"),
        ("person", "household"),
    ),
    AreaClass: Listing(
        lambda: [Heading(t) for t in (_("地区"), _("村类别"), _("起"), _("依据文件"))],
        _class_lines,
        ("area_code", "id"),
    ),
    Pairing: Listing(
        lambda: [Heading(t) for t in (_("帮扶方"), _("受助方"), _("方案"), _("起"), _("止"), _("地区"))],
        _pairing_lines,
        ("area_code", "id"),
        ("scheme",),
    ),
    Agreement: Listing(_agreement_headings, _agreement_lines, ("-signed_on", "id")),
    Team: Listing(
        lambda: [Heading(t) for t in (_("驻村工作队"), _("地区"), _("进驻日期"), _("任期至"), _("缺员"))],
        _team_lines,
        ("area_code", "id"),
        ("village",),
    ),
    TeamMember: Listing(
        lambda: [Heading(t) for t in (_("姓名"), _("角色"), _("驻村工作队"), _("派出单位"), _("起"), _("任期至"))],
        _team_member_lines,
        ("team_id", "id"),
        ("person", "team__village", "unit"),
    ),
    Duty: Listing(
        lambda: [
            *(Heading(t) for t in (_("约定内容"), _("所属协议"), _("年度"), _("完成时限"))),
            Heading(_("约定金额（元）"), figures=True),
            Heading(_("约定数量"), figures=True),
        ],
        _duty_lines,
        ("due_on", "id"),
        ("agreement",),
    ),
    VillagePlan: Listing(
        lambda: [Heading(t) for t in (_("所属协议"), _("帮扶目标"), _("计划受益户数"), _("计划受益人数"))],
        _plan_lines,
        ("-agreement__signed_on", "id"),
        ("agreement",),
    ),
    Household: _recipients("household", "area_code", "party_id"),
    Person: _recipients("person", "area_code", "party_id"),
    Area: _recipients("area", "code"),
    Enrolment: Listing(
        lambda: [Heading(title) for title in ready_titles()],
        lambda rows: _lines(ready_values(rows)),
        ("county_code", "id"),
        ("scheme",),
    ),
    Organisation: Listing(
        lambda: [Heading(t) for t in (_("单位名称"), _("单位类型"), _("所在地"))],
        _organisation_lines,
        ("area_code", "party_id"),
    ),
}
