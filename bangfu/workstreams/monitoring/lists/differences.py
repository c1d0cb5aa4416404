"""What a department gets back: its list against the register, both ways.

On its list but not on the register, or otherwise there; and, for lists that say who of the register should be on them,
on the register but not on its list, or on its list without the register saying so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.ciphers import decrypt, mask_id_number
from bangfu.kernel.conditions.checking import check
from bangfu.kernel.conditions.engines.database import DatabaseEngine
from bangfu.kernel.conditions.reading import Faulty
from bangfu.kernel.conditions.writing import Question
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import scope_of
from bangfu.kernel.workbooks import Column, Sheet, Type, write_export
from bangfu.parties.models import Person
from bangfu.parties.queries import area_names
from bangfu.workstreams.monitoring.lists.models import ListImport, ListRow
from bangfu.workstreams.monitoring.permissions import LIST_RETURN
from bangfu.workstreams.monitoring.screening.population import Population
from bangfu.workstreams.monitoring.screening.vocabulary import PERSON, vocabulary

SENSITIVE = "parties.sensitive.view"
CHUNK = 5000
SHEET = Sheet(
    (
        Column(name="side", heading="差异"),
        Column(name="row", heading="原表行号", type=Type.INTEGER),
        Column(name="name", heading="姓名"),
        Column(name="masked", heading="证件号码（遮盖）"),
        Column(name="state", heading="核对结果"),
        Column(name="why", heading="原因", width=40),
        Column(name="here", heading="名册中的姓名"),
        Column(name="place", heading="名册所在村"),
    ),
    title="差异清单",
)


def differences(received: ListImport) -> list[dict[str, Any]]:
    """Return the rows of the list that did not simply match, in the order of the department's file.

    Numbers are masked: the department knows its own row by number. Of the register it learns a name only where its
    own number is that person's, which it has on its list already.
    """
    rows = received.rows.exclude(state=ListRow.State.MATCHED).select_related("candidate").order_by("row_number")
    side = _("名单有、名册对不上")
    return [
        {
            "side": side,
            "row": row.row_number,
            "name": row.name,
            "masked": mask_id_number(decrypt(row.id_number)),
            "state": row.get_state_display(),
            "why": str(row.get_why_display()),
            "here": row.candidate.name if row.candidate and row.why == ListRow.Why.OTHER_NAME else "",
            "place": "",
        }
        for row in rows
    ]


def against_register(received: ListImport) -> list[dict[str, Any]]:
    """Return who the register has under the list's counterpart without being on it, and the other way round.

    Empty for a list without a counterpart, or one whose parameters are not set.
    """
    expected = expected_persons(received)
    if expected is None:
        return []
    listed = dict(
        received.rows.filter(state=ListRow.State.MATCHED, person__isnull=False).values_list("person_id", "row_number")
    )
    missing = _persons(sorted(expected - listed.keys()))
    unmarked = _persons(sorted(listed.keys() - expected))
    names = area_names({person.area_code for person in (*missing, *unmarked)})
    return [
        *(_told(_("名册有、名单没有"), person, names, None) for person in missing),
        *(_told(_("名单有、名册没有标注"), person, names, listed[person.pk]) for person in unmarked),
    ]


def expected_persons(received: ListImport) -> set[int] | None:
    """Return the persons of the list's place for whom its counterpart is true; None where there is none to ask."""
    kind, on = received.list_type, received.received_on
    if not kind.counterpart.strip():
        return None
    words = vocabulary(on, received.area_code)
    try:
        question = Question("r0", check(kind.counterpart, words, PERSON, on))
    except Faulty:
        return None
    engine = DatabaseEngine(Population(received.area_code, on).sql)
    answer, _asked = engine.answer(words.table(PERSON), [question])
    return set(answer.filter(pl.col("r0") == 1)["id"])


def _persons(ids: list[int]) -> list[Person]:
    found: list[Person] = []
    for start in range(0, len(ids), CHUNK):
        rows = Person.objects.filter(pk__in=ids[start : start + CHUNK]).only("name", "id_number", "area_code")
        found += list(rows.order_by("area_code", "pk"))
    return found


def _told(side: str, person: Person, names: dict[str, str], row: int | None) -> dict[str, Any]:
    return {
        "side": side,
        "row": row,
        "name": person.name,
        "masked": mask_id_number(decrypt(person.id_number)) if person.id_number else "",
        "state": "",
        "why": "",
        "here": person.name,
        "place": names.get(person.area_code, person.area_code),
    }


def write_differences(actor: User, received: ListImport, path: Path) -> int:
    """Write them as a workbook for the department; return how many.

    Who may not see health and disability gets no persons from the register for a sensitive list.
    """
    require_on(actor, LIST_RETURN, received)
    found = differences(received)
    if not received.list_type.sensitive or scope_of(actor, SENSITIVE).covers(received.area_code):
        found += against_register(received)
    schema = {c.name: c.polars_type for c in SHEET.columns}
    write_export(path, SHEET, pl.DataFrame(found, schema=schema))
    return len(found)


def summary(received: ListImport) -> list[tuple[str, int]]:
    """Return how many rows did not match, by why, the most first."""
    rows = received.rows.exclude(state=ListRow.State.MATCHED).values_list("why", flat=True)
    counts: dict[str, int] = {}
    for why in rows:
        counts[why] = counts.get(why, 0) + 1
    words = dict(ListRow.Why.choices)
    return sorted(((str(words.get(why, _("其他"))), number) for why, number in counts.items()), key=lambda w: -w[1])
