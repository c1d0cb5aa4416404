"""Who may help and who is to be helped: the conditions a scheme can name, each a filter on the registers.

A scheme holds ``{name: value}``; a name that is not here is refused. Conditions of one side become a filter of its rows
(``q``); those of pairs (``side`` *pair*) are decided for two parties together, see ``narrowing``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangfu.parties.models import AreaClass, HouseholdStatus, Person

AREA, ORGANISATION, HOUSEHOLD, PERSON = "area", "organisation", "household", "person"
RANKS = ("county_head", "county_deputy", "section_head", "section_deputy", "staff", "worker")
"""Codes of ``person_rank`` from the highest down: *at least* means this one or one before it."""

Text = str | Promise
Filter = Callable[[str, str, Any, date | None], Q]


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One thing a scheme can demand.

    ``value`` is what it takes: *codes* of ``code_list`` (any of them), *code_from* (this code or a higher one),
    *levels* of areas, *level* (one), *number*, *flag*, *texts* (any of them occurs in the name), *scheme* (the name of
    another). ``q(kind, prefix, value, on)`` is the filter for rows of a kind reached over an ORM path ending in ``__``
    (or empty) on a day (None: today).
    """

    name: str
    title: Text
    side: str
    kinds: tuple[str, ...]
    value: str
    code_list: str = ""
    hint: Text = ""
    q: Filter | None = None

    def fits(self, kind: str) -> bool:
        """Tell whether parties of a kind can be asked about it."""
        return kind in self.kinds or (kind == "any" and bool({ORGANISATION, PERSON} & set(self.kinds)))


def in_force_then(on: date | None) -> Q:
    """Return the condition that a dated row holds on a day (default today)."""
    day = on or timezone.localdate()
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def _column(**paths: str) -> Filter:
    """Compare a column, reached differently from each kind, with any of the codes."""

    def q(kind: str, prefix: str, value: Any, _on: date | None) -> Q:
        return Q(**{f"{prefix}{paths[kind]}__in": list(value)})

    return q


def _level(_kind: str, prefix: str, value: Any, _on: date | None) -> Q:
    levels = value if isinstance(value, (list, tuple)) else [value]
    return Q(**{f"{prefix}level__in": [int(level) for level in levels]})


def _class(_kind: str, prefix: str, value: Any, on: date | None) -> Q:
    rows = AreaClass.objects.filter(in_force_then(on), value__in=list(value), area_id=OuterRef(f"{prefix}pk"))
    return Q(Exists(rows))


def _named(_kind: str, prefix: str, value: Any, _on: date | None) -> Q:
    found = Q(pk__in=[])
    for text in value:
        found |= Q(**{f"{prefix}name__contains": text})
    return found


def _rank_from(_kind: str, prefix: str, value: Any, _on: date | None) -> Q:
    return Q(**{f"{prefix}rank__in": RANKS[: RANKS.index(value) + 1]})


def _standing(kind: str, prefix: str, value: Any, on: date | None) -> Q:
    home = prefix if kind == HOUSEHOLD else f"{prefix}household__"
    if on is None or on >= timezone.localdate():
        return Q(**{f"{home}standing__in": list(value)})
    then = HouseholdStatus.objects.filter(in_force_then(on), value__in=list(value))
    return Q(Exists(then.filter(household_id=OuterRef(f"{home}pk"))))


def _having(kind: str, prefix: str, condition: Q) -> Q:
    """A person of whom it is true, or a household with such a member."""
    if kind == PERSON:
        own = Person.objects.filter(condition, pk=OuterRef(f"{prefix}pk"))
        return Q(Exists(own))
    return Q(Exists(Person.objects.filter(condition, household_id=OuterRef(f"{prefix}pk"), died_on=None)))


def _health(kind: str, prefix: str, value: Any, _on: date | None) -> Q:
    states = Q(pk__in=[])
    for code in value:
        states |= Q(health_text__contains=f'"{code}"')
    rows = Person.objects.annotate(health_text=Cast("health", TextField())).filter(states)
    if kind == PERSON:
        return Q(Exists(rows.filter(pk=OuterRef(f"{prefix}pk"))))
    return Q(Exists(rows.filter(household_id=OuterRef(f"{prefix}pk"), died_on=None)))


def _disability(kind: str, prefix: str, value: Any, _on: date | None) -> Q:
    return _having(kind, prefix, Q(disability_level__in=list(value)))


def _schooling(kind: str, prefix: str, value: Any, _on: date | None) -> Q:
    return _having(kind, prefix, Q(schooling__in=list(value)))


def _labour(kind: str, prefix: str, value: Any, _on: date | None) -> Q:
    return _having(kind, prefix, Q(labour__in=list(value)))


def _pupil(kind: str, prefix: str, value: Any, _on: date | None) -> Q:
    return _having(kind, prefix, ~Q(schooling__in=("", "none"))) if value else Q()


def _born(years: int, on: date | None) -> date:
    day = on or timezone.localdate()
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _age_from(_kind: str, prefix: str, value: Any, on: date | None) -> Q:
    return Q(**{f"{prefix}birth_date__lte": _born(int(value), on)})


def _age_to(_kind: str, prefix: str, value: Any, on: date | None) -> Q:
    return Q(**{f"{prefix}birth_date__gt": _born(int(value) + 1, on)})


def _minimum_living(kind: str, prefix: str, value: Any, _on: date | None) -> Q:
    return _having(kind, prefix, Q(minimum_living=True)) if value else Q()


def _in_household(_kind: str, prefix: str, value: Any, _on: date | None) -> Q:
    return Q(**{f"{prefix}household__isnull": not value})


def _of(side: str, name: str, title: Text, kinds: tuple[str, ...], value: str, **more: Any) -> Condition:
    return Condition(name=f"{side}_{name}", title=title, side=side, kinds=kinds, value=value, **more)


UNIT_RANK = _column(organisation="rank", person="works_for__rank")
UNIT_KIND = _column(organisation="kind", person="works_for__kind")

_ALL = (AREA, ORGANISATION, HOUSEHOLD, PERSON)
_DECLARED = (
    _of("helper", "level", _("地区层级"), (AREA,), "levels", q=_level),
    _of("helper", "class", _("村类别"), (AREA,), "codes", code_list="area_class", q=_class),
    _of("helper", "organisation", _("单位类型"), (ORGANISATION, PERSON), "codes", code_list="organisation_kind",
        hint=_("个人按其工作单位；医生选“医疗机构”，教师选“学校”。"), q=UNIT_KIND),
    _of("helper", "unit_rank", _("单位隶属层级"), (ORGANISATION, PERSON), "codes", code_list="organisation_rank",
        hint=_("个人按其工作单位。"), q=UNIT_RANK),
    _of("helper", "name", _("名称含有"), (AREA, ORGANISATION), "texts",
        hint=_("如“工商联、商会”，用顿号分开，含其一即可。"), q=_named),
    _of("helper", "rank_from", _("职级不低于"), (PERSON,), "code_from", code_list="person_rank",
        hint=_("处级及以上选“县处级副职”。"), q=_rank_from),
    _of("helper", "political", _("政治面貌"), (PERSON,), "codes", code_list="political", q=_column(person="political")),
    _of("helper", "standing", _("户类型"), (HOUSEHOLD, PERSON), "codes", code_list="household_standing",
        hint=_("个人按其所在农户。"), q=_standing),
    _of("recipient", "level", _("地区层级"), (AREA,), "levels", q=_level),
    _of("recipient", "class", _("村类别"), (AREA,), "codes", code_list="area_class", q=_class),
    _of("recipient", "organisation", _("单位类型"), (ORGANISATION, PERSON), "codes", code_list="organisation_kind",
        hint=_("个人按其工作单位。"), q=UNIT_KIND),
    _of("recipient", "unit_rank", _("单位隶属层级"), (ORGANISATION, PERSON), "codes", code_list="organisation_rank",
        q=UNIT_RANK),
    _of("recipient", "name", _("名称含有"), (AREA, ORGANISATION), "texts",
        hint=_("用顿号分开，含其一即可。"), q=_named),
    _of("recipient", "standing", _("户类型"), (HOUSEHOLD, PERSON), "codes", code_list="household_standing",
        hint=_("个人按其所在农户。"), q=_standing),
    _of("recipient", "attribute", _("农户属性"), (HOUSEHOLD, PERSON), "codes", code_list="household_attribute",
        hint=_("低保户、五保户、特困供养户等；个人按其所在农户。"),
        q=_column(household="attribute", person="household__attribute")),
    _of("recipient", "health", _("健康状况"), (HOUSEHOLD, PERSON), "codes", code_list="health",
        hint=_("农户按成员中有没有这样的人；重度残疾请用“残疾等级”。"), q=_health),
    _of("recipient", "disability", _("残疾等级"), (HOUSEHOLD, PERSON), "codes", code_list="disability_level",
        hint=_("一级、二级为重度残疾；农户按成员中有没有这样的人。"), q=_disability),
    _of("recipient", "minimum_living", _("享受低保"), (HOUSEHOLD, PERSON), "flag",
        hint=_("农户按成员。"), q=_minimum_living),
    _of("recipient", "pupil", _("在校生"), (HOUSEHOLD, PERSON), "flag", hint=_("农户按成员中有没有在校生。"), q=_pupil),
    _of("recipient", "schooling", _("在校生状况"), (HOUSEHOLD, PERSON), "codes", code_list="schooling", q=_schooling),
    _of("recipient", "labour", _("劳动能力"), (HOUSEHOLD, PERSON), "codes", code_list="labour", q=_labour),
    _of("recipient", "age_from", _("年满（周岁）"), (PERSON,), "number", q=_age_from),
    _of("recipient", "age_to", _("至多（周岁）"), (PERSON,), "number", q=_age_to),
    _of("recipient", "in_household", _("是在册农户的成员"), (PERSON,), "flag", q=_in_household),
    Condition(name="same_area", title=_("双方须在同一"), side="pair", kinds=_ALL, value="level",
              hint=_("如同一县（区）、同一乡镇、同一村。")),
    Condition(name="other_county", title=_("双方须在不同县（区）"), side="pair", kinds=_ALL, value="flag",
              hint=_("用于跨县区的协作。")),
    Condition(name="own_unit", title=_("帮扶方须在受助单位工作"), side="pair", kinds=_ALL, value="flag",
              hint=_("帮扶方是个人、受助方是单位时可用，如医疗机构的组长。")),
    Condition(name="inside", title=_("只能在这一方案已结成的对子之内"), side="pair", kinds=_ALL, value="scheme",
              hint=_("如医生只包本医院所包片的患者，社区只结对本街道所结乡镇的村。")),
)  # fmt: skip

CONDITIONS: Mapping[str, Condition] = {condition.name: condition for condition in _DECLARED}


def filter_of(side: str, kind: str, eligible: Mapping[str, Any], *, prefix: str = "", on: date | None = None) -> Q:
    """Return all conditions of a side of a scheme as one filter for rows of a kind."""
    found = Q()
    for name, value in eligible.items():
        condition = CONDITIONS[name]
        if condition.side == side and condition.q is not None and kind in condition.kinds:
            found &= condition.q(kind, prefix, value, on)
    return found
