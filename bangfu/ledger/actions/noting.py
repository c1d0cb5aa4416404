"""Writing down which entries look like the same gift, as they are posted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from bangfu.kernel.rights.models import User
from bangfu.ledger.models import Entry, SuspectedDouble
from bangfu.ledger.queries.doubles import Limits, entries_with_doubles, limits_at

BATCH = 1000
LEVELS = (15, 12, 9, 6, 4, 2)
Verdict = SuspectedDouble.Verdict


def note_doubles(actor: User, ids: tuple[int, int], area_code: str, reasons: Mapping[int, str]) -> None:
    """Write down which of the entries just posted, the first to the last of their numbers, look like an earlier one.

    The policy of ``area_code`` says what is alike. ``reasons`` (entry id → why it was recorded all the same) settles a
    pair at once: it is not asked about again.
    """
    if (limits := limits_at(area_code)) is not None:
        keep_pairs(limits, actor, reasons, ids=ids)


def keep_pairs(limits: Limits, actor: User, reasons: Mapping[int, str], **among: Any) -> int:
    """Write down pairs found among some entries that are not known yet; return how many."""
    pairs = entries_with_doubles(limits, **among)
    places = _places({pk for pair in pairs for pk in pair})
    known = _known([new for new, _old in pairs])
    made = [
        SuspectedDouble(
            first_id=old,
            second_id=new,
            area_code=_common(places[old], places[new]),
            **_settled(actor, reasons.get(new, "")),
        )
        for new, old in pairs
        if (old, new) not in known
    ]
    SuspectedDouble.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    return len(made)


def _settled(actor: User, reason: str) -> dict[str, Any]:
    if not reason:
        return {}
    return {"verdict": Verdict.DIFFERENT, "reason": reason, "by": actor, "at": timezone.now()}


def _places(ids: set[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), BATCH):
        found |= Entry.objects.filter(pk__in=wanted[start : start + BATCH]).values_list("pk", "area_code")
    return found


def _known(second_ids: Sequence[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for start in range(0, len(second_ids), BATCH):
        rows = SuspectedDouble.objects.filter(second_id__in=second_ids[start : start + BATCH])
        found |= set(rows.values_list("first_id", "second_id"))
    return found


def _common(first: str, second: str) -> str:
    return next((first[:n] for n in LEVELS if n <= len(first) and first[:n] == second[:n]), "")


def common_place(first: Entry, second: Entry) -> str:
    """Return the smallest place that holds both entries."""
    return _common(first.area_code, second.area_code)
