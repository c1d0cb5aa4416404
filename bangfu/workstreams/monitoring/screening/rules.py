"""The rules of a place on a day, checked and ready to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.conditions.checking import check
from bangfu.kernel.conditions.meaning import (
    BOOLEAN,
    TEXT,
    Column,
    Comparison,
    Constant,
    Logic,
    Negation,
    Node,
    is_sensitive,
    tables_of,
)
from bangfu.kernel.conditions.reading import Faulty
from bangfu.kernel.conditions.vocabulary import Parameter, Vocabulary
from bangfu.kernel.conditions.writing import Question
from bangfu.workstreams.monitoring.screening.models import Rule, RuleVersion


@dataclass(frozen=True)
class Prepared:
    """A version of a rule with what it means; ``fault`` says why it cannot be asked."""

    version: RuleVersion
    question: Question | None
    fault: str = ""

    @property
    def name(self) -> str:
        """Its column in answers."""
        return f"r{self.version.pk or 0}"


def versions_in_force(area_code: str, on: date) -> list[RuleVersion]:
    """Return the version in force on a day of each rule of a place: its own, of places above, of places within.

    A rule that another replaces in the whole place is left out; where it is replaced in a part, ``question_of`` leaves
    that part out.
    """
    dated = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    running = Q(rule__stopped_on=None) | Q(rule__stopped_on__gt=on)
    rows = (
        RuleVersion.objects.filter(dated & running)
        .select_related("rule")
        .prefetch_related("rule__replacements")
        .order_by("rule__code", "-number")
    )
    replaced = set(_replaced(area_code))
    found: dict[int, RuleVersion] = {}
    for row in rows:
        place = row.rule.area_code
        if row.rule_id not in replaced and (area_code.startswith(place) or place.startswith(area_code)):
            found.setdefault(row.rule_id, row)
    return list(found.values())


def _replaced(area_code: str) -> list[int]:
    """Return the rules that the place, or one around it, words its own way."""
    rows = Rule.objects.exclude(replaces=None).values_list("replaces_id", "area_code")
    return [rule for rule, place in rows if area_code.startswith(place)]


def prepared(versions: Iterable[RuleVersion], words: Vocabulary, area_code: str, on: date) -> list[Prepared]:
    """Check every version; those that cannot be asked (a parameter is not set, a list is gone) say why."""
    return [_prepared(version, words, area_code, on) for version in versions]


def _prepared(version: RuleVersion, words: Vocabulary, area_code: str, on: date) -> Prepared:
    try:
        return Prepared(version, question_of(version, words, area_code, on))
    except Faulty as fault:
        return Prepared(version, None, fault.message)


def question_of(version: RuleVersion, words: Vocabulary, area_code: str, on: date) -> Question:
    """Return what a version asks; raise Faulty where its text does not hold on that day."""
    condition = check(version.expression, words, version.subject, on)
    scope = check(version.population, words, version.subject, on) if version.population.strip() else None
    place = version.rule.area_code
    if len(place) > len(area_code):
        scope = _both(scope, _inside(words, version.subject, place))
    for other in version.rule.replacements.all() if version.rule.pk else ():
        if other.area_code.startswith(area_code) and len(other.area_code) > len(area_code):
            scope = _both(scope, Negation(BOOLEAN, _inside(words, version.subject, other.area_code)))
    return Question(f"r{version.pk or 0}", condition, scope)


def _inside(words: Vocabulary, subject: str, place: str) -> Node:
    """Return the condition that a row lies in a rule's own place."""
    low, high = prefix_range(place)
    area = Column(TEXT, words.table(subject), "area_code")
    # Texts have no order in the language; a range of codes is ours alone, and the same bytes in every engine.
    from_low = Comparison(BOOLEAN, ">=", area, Constant(TEXT, low))
    return Logic(BOOLEAN, "and", (from_low, Comparison(BOOLEAN, "<", area, Constant(TEXT, high or ":"))))


def _both(one: Node | None, other: Node) -> Node:
    return other if one is None else Logic(BOOLEAN, "and", (one, other))


def wanted_tables(ready: Iterable[Prepared]) -> set[str]:
    """Return the tables that any of the rules reads, and those that hold the rows they are asked of."""
    wanted: set[str] = set()
    for rule in ready:
        if rule.question is not None:
            wanted.add(rule.version.subject)
            for part in (rule.question.condition, rule.question.scope):
                wanted |= tables_of(part) if part is not None else set()
    return wanted


def wanted_parameters(versions: Iterable[RuleVersion], parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Return the parameters that the texts of rules name, by key."""
    texts = "\n".join(f"{v.expression}\n{v.population}" for v in versions)
    return {p.name: p for word, p in parameters.items() if word in texts}


def touches_sensitive(question: Question) -> bool:
    """Tell whether a rule reads anything only some may see, in whom it concerns or in what it asks."""
    return any(is_sensitive(part) for part in (question.condition, question.scope) if part is not None)
