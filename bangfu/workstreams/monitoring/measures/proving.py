"""The book of help proves a measure: an entry of a fitting kind that reached the household since the case began.

One entry proves one measure. Nobody ticks a box: what is looked up is written beside the measure so that lists and
figures can count it, and looked up again every day, so that a reversed entry takes its proof away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.db.models import QuerySet

from bangfu.kernel.policy.queries import policy
from bangfu.ledger.queries.helped import Help, help_received
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.policy_keys import PROOFS
from bangfu.workstreams.monitoring.measures.models import Measure

CHUNK = 500


@dataclass(frozen=True)
class Proof:
    """Which entry proves a measure."""

    measure: Measure
    help: Help | None


def proofs_of(case: Case) -> list[Proof]:
    """Return the measures of a case that stand, each with the entry that proves it now."""
    measures = list(case.measures.filter(cancelled_on=None).order_by("id"))
    return _matched(case, measures, _received([case]).get(case.household_id, []))


def refresh(cases: Collection[Case]) -> int:
    """Look up the proofs of some cases and write down what has changed; return how many measures did."""
    rows: dict[int, list[Measure]] = defaultdict(list)
    for measure in Measure.objects.filter(case__in=[c.pk for c in cases], cancelled_on=None).order_by("id"):
        rows[measure.case_id].append(measure)
    received, changed = _received(cases), []
    for case in cases:
        for proof in _matched(case, rows[case.pk], received.get(case.household_id, [])):
            if _note(proof):
                changed.append(proof.measure)
    Measure.objects.bulk_update(changed, ["proved_on", "proved_entry"], batch_size=CHUNK)
    _note_first(cases, rows)
    return len(changed)


def _note(proof: Proof) -> bool:
    measure, found = proof.measure, proof.help
    day, entry = (found.happened_on, found.entry) if found else (None, None)
    if (measure.proved_on, measure.proved_entry) == (day, entry):
        return False
    measure.proved_on, measure.proved_entry = day, entry
    return True


def _note_first(cases: Collection[Case], rows: Mapping[int, list[Measure]]) -> None:
    late = []
    for case in cases:
        days = [m.proved_on for m in rows.get(case.pk, ()) if m.proved_on]
        first = min(days, default=None)
        if case.helped_on != first:
            case.helped_on = first
            late.append(case)
    Case.objects.bulk_update(late, ["helped_on"], batch_size=CHUNK)


def _received(cases: Collection[Case]) -> dict[int, list[Help]]:
    if not cases:
        return {}
    since = min(case.raised_on for case in cases)
    kinds = {kind for case in cases for kind in _kinds(_table(case))}
    return help_received([case.household_id for case in cases], kinds=kinds, since=since)


def _table(case: Case) -> dict[str, list[str]]:
    table: dict[str, list[str]] = policy(PROOFS, case.area_code)
    return table


def _kinds(table: Mapping[str, Iterable[str]]) -> set[str]:
    return {text.partition("?")[0] for texts in table.values() for text in texts}


def _matched(case: Case, measures: Sequence[Measure], received: Sequence[Help]) -> list[Proof]:
    """Give each measure, in the order of planning, the earliest fitting entry that no other has."""
    table, taken, found = _table(case), set[int](), []
    for measure in measures:
        fitting = (
            help_
            for help_ in received
            if help_.entry not in taken and help_.happened_on >= case.raised_on and _fits(table, measure.kind, help_)
        )
        proof = next(fitting, None)
        if proof is not None:
            taken.add(proof.entry)
        found.append(Proof(measure, proof))
    return found


def _fits(table: Mapping[str, Iterable[str]], kind: str, help_: Help) -> bool:
    return any(_says(text, help_) for text in table.get(kind, ()))


def _says(text: str, help_: Help) -> bool:
    """Tell whether an entry is of a kind such as ``monitoring.check?item=water&progress=fixed``."""
    kind, _sign, conditions = text.partition("?")
    wanted: list[tuple[str, Any]] = parse_qsl(conditions)
    return kind == help_.kind and all(str(help_.details.get(name, "")) == value for name, value in wanted)


def watched() -> QuerySet[Case]:
    """Return the cases whose measures are looked up every day."""
    states = (*Case.MONITORED, *Case.LEAVING, *Case.DECIDING)
    return Case.objects.filter(state__in=states).order_by("pk")
