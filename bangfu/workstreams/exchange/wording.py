"""What may not stand in public wording: numbers that identify, names, and words that tell health, address or school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.areas_of import COUNTY, VILLAGE
from bangfu.kernel.errors import Refused
from bangfu.kernel.publishing.places import within
from bangfu.kernel.scanning import Sensitive, accounts_in, identifying_numbers, names_in
from bangfu.parties.models import Area, Household, Organisation, Person
from bangfu.workstreams.exchange.models import Need, PublicWords
from bangfu.workstreams.exchange.sensitive import Effect, Tells, hints_in, rules_today

KINDS = {
    Sensitive.ID_NUMBER: gettext_lazy("身份证号"),
    Sensitive.PHONE: gettext_lazy("电话号码"),
    Sensitive.BANK_ACCOUNT: gettext_lazy("银行账号"),
    Sensitive.ACCOUNT: gettext_lazy("微信、QQ 等账号或邮箱"),
}
INSTEAD = {
    Tells.HEALTH: gettext_lazy("病情、残疾请写在“内部说明”里，公开内容只写需要什么。"),
    Tells.PLACE: gettext_lazy("公开内容只到乡镇，请删去具体住址。"),
    Tells.MINOR: gettext_lazy("请删去年龄、学校、年级和班级。"),
    Tells.PERSON: gettext_lazy("请改用“孩子”“老人”等称呼。"),
}


@dataclass(frozen=True)
class Telling:
    """What would tell who somebody is: names of the household, of the village it lives in, of the schools around.

    ``somebody`` tells that the text speaks of a person or a family, so that words about health matter.
    """

    names: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    somebody: bool = False


NOBODY, FAMILIES = Telling(), Telling(somebody=True)  # FAMILIES: those a fund helps, none in particular


def telling_of(party_ids: Iterable[int]) -> Mapping[int, Telling]:
    """Return household or person → what tells who it is; other parties are nobody's family. Five queries at most."""
    ids = list(party_ids)
    homes = dict(Household.objects.filter(pk__in=ids).values_list("pk", "area_code"))
    homes |= dict(Person.objects.filter(pk__in=ids).values_list("pk", "area_code"))
    names: dict[int, set[str]] = defaultdict(set)
    for pk, name in Household.objects.filter(pk__in=homes).values_list("pk", "head_name"):
        names[pk].add(name)
    people = Person.objects.filter(Q(household_id__in=homes) | Q(pk__in=homes))
    for pk, household, name in people.values_list("pk", "household_id", "name"):
        names[pk].add(name)
        names[household].add(name)
    villages = {code[:VILLAGE] for code in homes.values()}
    places = dict(Area.objects.filter(code__in=villages).values_list("code", "name"))
    schools = _schools({code[:COUNTY] for code in homes.values()})
    found = defaultdict(lambda: NOBODY)
    for pk, code in homes.items():
        found[pk] = Telling(
            names=frozenset(name for name in names[pk] if name),
            places=frozenset(name for name in (places.get(code[:VILLAGE], ""),) if name),
            schools=schools[code[:COUNTY]],
            somebody=True,
        )
    return found


def _schools(counties: set[str]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    rows = Organisation.objects.filter(within(counties), kind="school") if counties else ()
    for code, name in rows.values_list("area_code", "name") if rows else ():
        found[code[:COUNTY]].add(name)
    return defaultdict(frozenset, {code: frozenset(names) for code, names in found.items()})


def problems_of(about: Telling, *texts: str) -> list[str]:
    """Return in words what must be taken out of public texts before they can be published."""
    found = []
    for text in texts:
        for one in (*identifying_numbers(text), *accounts_in(text)):
            part = text[one.start : one.end]
            shown = f"{part[:2]}…{part[-2:]}"
            found.append(
                _("公开内容里有%(what)s（%(shown)s），请删去；需要联系时由村信息点转达。")
                % {"what": KINDS[one.kind], "shown": shown}
            )
        if names_in(text, set(about.names)):
            found.append(_("公开内容里有本户人员的姓名，请改用“孩子”“老人”等称呼。"))
        if names_in(text, set(about.places)):
            found.append(_("公开内容里有所在村的名称；公开内容只到乡镇，请删去。"))
        if names_in(text, set(about.schools)):
            found.append(_("公开内容里有学校的名称，请删去学校、年级和班级。"))
        found += [_told(*one) for one in _words(text, Effect.BLOCK)] if about.somebody else []
    return list(dict.fromkeys(found))


def found_in(about: Telling, text: str, *, doubts: bool = False) -> list[str]:
    """Return in words what a text tells that others read; with ``doubts`` also what a reviewer would look at."""
    found = problems_of(about, text)
    if doubts and about.somebody:
        found += [_told(*one) for one in _words(text, Effect.ASK)]
    return list(dict.fromkeys(found))


def doubts_of(need: Need) -> list[str]:
    """Return in words what the reviewer should look at before a family's need is published; none of it forbids that."""
    if need.asker_kind != "household":
        return []
    found = [_told(*one) for text in (need.title, need.text) for one in _words(text, Effect.ASK)]
    return list(dict.fromkeys(found))


def _words(text: str, effect: str) -> list[tuple[str, str]]:
    return [(one.tells, one.word) for one in hints_in(text, rules_today()) if one.effect == effect] if text else []


def _told(tells: str, word: str) -> str:
    what = PublicWords.Tells(tells)
    return _("“%(word)s”会透露%(what)s：%(instead)s") % {
        "word": word,
        "what": what.label,
        "instead": INSTEAD[what],
    }


def refuse_revealing(about: Telling, **fields: str) -> None:
    """Raise Refused at the first field whose text would reveal somebody."""
    for field, text in fields.items():
        if problems := problems_of(about, text):
            raise Refused(problems[0], field=field, problems=tuple(problems))
