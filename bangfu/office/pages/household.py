"""One household, one page: members, helpers, help received, income, housing, statuses, files, acts and history."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.evidence.queries import evidence_of
from bangfu.kernel.pages.attachments import shown_files
from bangfu.kernel.pages.details import actions, history_item, offered_acts, sections, shown_panels, turn, upload_offer
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.lists import crumbs_to
from bangfu.kernel.pages.submissions import new_key
from bangfu.kernel.resources import Resource, resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import may_on
from bangfu.kernel.rows.history import history_visible_to
from bangfu.kernel.rows.visibility import row_visible_to
from bangfu.parties.models import Household, HouseholdIncome, HouseholdStatus
from bangfu.parties.queries import HouseholdPage
from bangfu.parties.queries import household_page as read_household
from bangfu.parties.queries.household_page import Member

HOUSEHOLD, UNMASK = "parties.household", "parties.unmask"
INCOME_YEARS = 8


def household_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one household; a stranger's answers as one that does not exist."""
    user, resource = request.user, resources[HOUSEHOLD]
    obj = row_visible_to(user, resource, pk)
    known = read_household(user, pk)
    context = {
        "known": known,
        "household": known.household,
        "standing": standing_of(known),
        "actions": page_actions(user, resource, obj),
        "acts": offered_acts(user, resource, obj),
        **facts_of(sections(user, resource, pk)),
        "members": members_table(user, known, known.members),
        "gone": members_table(user, known, known.past_members),
        "statuses": status_line(known.statuses),
        "places": [p for p in known.places if p.until is not None],
        "numbers": own_numbers(user, known),
        "incomes": incomes_table(known.incomes[:INCOME_YEARS]),
        "income_chart": income_chart(known.incomes[:INCOME_YEARS]),
        "panels": shown_panels(user, resource, obj),
        "files": shown_files(evidence_of(obj)),
        "upload": upload_offer(user, resource, obj),
        "changes": [history_item(told) for told in history_visible_to(user, resource, obj, known.household.area_code)],
        "turn": turn(request, resource, pk),
        "key": new_key(),
    }
    return show(request, "office/household.html", context, crumbs=[*crumbs_to(resource), ("", str(obj))])


def facts_of(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the facts that are known, by section, and the names of those that are not."""
    known = [{**part, "items": [fact for fact in part["items"] if fact[1] not in (None, "")]} for part in parts]
    unknown = [fact[0] for part in parts for fact in part["items"] if fact[1] in (None, "")]
    return {"facts": [part for part in known if part["items"]], "unknown": unknown}


def page_actions(user: User, resource: Resource, obj: Any) -> list[dict[str, Any]]:
    """Return the buttons at the head: change, and what prints."""
    return [
        *actions(user, resource, obj),
        {"title": _("明白卡"), "url": reverse("household-card", args=[obj.pk]), "icon": "id"},
        {"title": _("帮扶手册"), "url": reverse("household-handbook", args=[obj.pk]), "icon": "notebook"},
    ]


def standing_of(known: HouseholdPage) -> dict[str, str] | None:
    """Return the household's status as word and tone; closed before all else."""
    household = known.household
    if household.closed_on:
        return {"word": _("已销户"), "tone": "neutral"}
    if not household.standing:
        return None
    lifted = household.standing in ("lifted", "cleared")
    word = str(labels("household_standing").get(household.standing, household.standing))
    return {"word": word, "tone": "good" if lifted else "warning"}


def members_table(user: User, known: HouseholdPage, members: Any) -> dict[str, Any]:
    """Return members as a table. Numbers are masked; health only where it may be shown."""
    may_unmask = may_on(user, UNMASK, known.household)
    words = {name: labels(name) for name in ("relation", "sex", "health", "labour", "schooling", "work_area")}
    columns = [
        {"key": "name", "title": _("姓名")},
        {"key": "relation", "title": _("与户主关系")},
        {"key": "sex", "title": _("性别")},
        {"key": "age", "title": _("年龄"), "align": "right"},
        {"key": "id", "title": _("证件号")},
        {"key": "phone", "title": _("电话")},
        *([{"key": "health", "title": _("健康")}] if known.sensitive else []),
        {"key": "labour", "title": _("劳动能力")},
        {"key": "doing", "title": _("在校、务工")},
        {"key": "insured", "title": _("基本医保")},
    ]
    return {"columns": columns, "rows": [_member_row(m, known, words, may_unmask) for m in members]}


def _member_row(member: Member, known: HouseholdPage, words: Any, may_unmask: bool) -> dict[str, Any]:
    person = member.person

    def word(name: str, value: str) -> str:
        return str(words[name].get(value, value))

    relation = word("relation", member.relation) + (_("（户籍在此，在外居住）") if member.elsewhere else "")
    months = _("%(n)s 个月") % {"n": person.work_months} if person.work_months else ""
    doing = "；".join(filter(None, (word("schooling", person.schooling), word("work_area", person.work_area) + months)))
    insured = None if person.medical_insured is None else _("已参保") if person.medical_insured else _("未参保")
    return {
        "name": {"text": person.name, "url": reverse("parties.person.detail", args=[person.pk])},
        "relation": relation,
        "sex": word("sex", person.sex),
        "age": member.age,
        "id": masked_cell(member.id_number, "person", person.pk, "id_number", may_unmask),
        "phone": masked_cell(member.phone, "person", person.pk, "phone", may_unmask),
        "health": "、".join(word("health", code) for code in member.health or []),
        "labour": word("labour", person.labour),
        "doing": doing,
        "insured": {"text": insured, "tone": "warning"} if person.medical_insured is False else insured,
    }


def masked_cell(value: str, noun: str, pk: int, field: str, may_unmask: bool) -> Any:
    """Return a masked number with where it may be read in full."""
    if not value:
        return None
    return {"masked": value, "url": reverse("unmask", args=[noun, pk, field]) if may_unmask else ""}


def own_numbers(user: User, known: HouseholdPage) -> list[tuple[str, Any]]:
    """Return the household's own telephone and account, masked."""
    may_unmask, pk = may_on(user, UNMASK, known.household), known.household.pk
    pairs = (("phone", _("联系电话"), known.phone), ("bank_account", _("银行账号"), known.bank_account))
    return [(title, masked_cell(value, "household", pk, name, may_unmask)) for name, title, value in pairs if value]


def status_line(statuses: Any) -> list[dict[str, Any]]:
    """Return statuses as a timeline, the latest first."""
    words = labels("household_standing")
    return [_status(s, str(words.get(s.value, s.value))) for s in reversed(list(statuses))]


def _status(status: HouseholdStatus, word: str) -> dict[str, Any]:
    until = _("至 %(day)s") % {"day": status.valid_to} if status.valid_to else _("至今")
    return {
        "when": status.valid_from,
        "title": word,
        "who": until,
        "body": status.document,
        "tone": "good" if status.valid_to is None else "neutral",
    }


def incomes_table(incomes: Any) -> dict[str, Any]:
    """Return yearly incomes by source with what follows from them."""
    sources = ("wages", "business", "property", "transfers", "costs")
    titles = {f.name: str(f.verbose_name) for f in HouseholdIncome._meta.concrete_fields}
    columns = [{"key": "year", "title": _("年度")}]
    columns += [{"key": name, "title": titles[name], "align": "right"} for name in sources]
    columns += [
        {"key": "net", "title": _("纯收入"), "align": "right", "help": _("四项收入之和减生产经营性支出")},
        {"key": "persons", "title": _("人口"), "align": "right"},
        {"key": "per_head", "title": _("人均纯收入"), "align": "right"},
    ]
    rows = [
        {
            "year": str(row.year),
            **{name: _yuan(getattr(row, name)) for name in sources},
            "net": _yuan(row.net),
            "persons": row.persons,
            "per_head": _yuan(row.net_per_head),
        }
        for row in incomes
    ]
    return {"columns": columns, "rows": rows}


def _yuan(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:,.2f}"


def income_chart(incomes: Any) -> dict[str, Any] | None:
    """Return net income per head by year; None for fewer than two years."""
    rows = sorted((row for row in incomes if row.net_per_head is not None), key=lambda row: row.year)
    if len(rows) < 2:
        return None
    return {
        "xAxis": {"type": "category", "data": [str(row.year) for row in rows]},
        "yAxis": {"type": "value", "name": _("元")},
        "grid": {"top": 32},
        "series": [
            {
                "type": "bar",
                "name": _("人均纯收入"),
                "data": [float(row.net_per_head) for row in rows],
                "barMaxWidth": 36,
            }
        ],
    }


def household_of(user: User, pk: int) -> Household:
    """Return a household the user may see; raise Absent as for one that does not exist."""
    found = row_visible_to(user, resources[HOUSEHOLD], pk)
    assert isinstance(found, Household)
    return found
