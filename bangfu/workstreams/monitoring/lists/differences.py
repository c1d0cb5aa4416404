"""What a department gets back: which of its rows the register does not have, or has otherwise, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.ciphers import decrypt, mask_id_number
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.workbooks import Column, Sheet, Type, write_export
from bangfu.workstreams.monitoring.lists.models import ListImport, ListRow
from bangfu.workstreams.monitoring.permissions import LIST_RETURN

SHEET = Sheet(
    (
        Column(name="row", heading="原表行号", type=Type.INTEGER),
        Column(name="name", heading="姓名"),
        Column(name="masked", heading="证件号码（遮盖）"),
        Column(name="state", heading="核对结果"),
        Column(name="why", heading="原因", width=40),
        Column(name="here", heading="名册中的姓名"),
    ),
    title="差异清单",
)


def differences(received: ListImport) -> list[dict[str, Any]]:
    """Return the rows that did not simply match, in the order of the department's file.

    Numbers are masked: the department knows its own row by number. Of the register it learns a name only where its
    own number is that person's, which it has on its list already.
    """
    rows = received.rows.exclude(state=ListRow.State.MATCHED).select_related("candidate").order_by("row_number")
    return [
        {
            "row": row.row_number,
            "name": row.name,
            "masked": mask_id_number(decrypt(row.id_number)),
            "state": row.get_state_display(),
            "why": str(row.get_why_display()),
            "here": row.candidate.name if row.candidate and row.why == ListRow.Why.OTHER_NAME else "",
        }
        for row in rows
    ]


def write_differences(actor: User, received: ListImport, path: Path) -> int:
    """Write them as a workbook for the department; return how many."""
    require_on(actor, LIST_RETURN, received)
    found = differences(received)
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
