"""Department lists on the command line: ``bangfu import FILE --as medical``, through the action of the page."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from django.utils import timezone

from bangfu.config.cli import REFUSED, say, show
from bangfu.config.installation import known_area
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.workstreams.monitoring.lists.actions import headings_before, import_list
from bangfu.workstreams.monitoring.lists.matching import match
from bangfu.workstreams.monitoring.lists.models import ListType
from bangfu.workstreams.monitoring.lists.reading import FileRefused, read_list


def list_named(name: str) -> ListType | None:
    """Return the department list of a code, if there is one in use."""
    return ListType.objects.filter(code=name, retired_on=None).first()


def import_department_list(actor: User, kind: ListType, args: argparse.Namespace) -> int:
    """Take a department's file in, or only match it; tell every fault of one that is refused."""
    area = known_area(args.area)
    month = _month(args.month)
    try:
        told = _tried(kind, args, area) if args.dry_run else _taken(actor, kind, args, area, month)
    except FileRefused as refused:
        rows = len({issue["row"] for issue in refused.issues})
        told = {**_outcome(0, 0, rows), "errors": refused.issues or [{"row": None, "message": refused.message}]}
        say(refused.message)
        for issue in refused.issues[:50]:
            say(f"第 {issue['row']} 行 {issue['column']}“{issue['value'] or ''}”：{issue['message']}")
    else:
        say(f"共 {told['rows']} 行：匹配 {told['matched']}，待核对 {told['near']}，未匹配 {told['unmatched']}。")
    if args.json:
        show(told)
    return REFUSED if told["errors"] else 0


def _month(text: str | None) -> date:
    if not text:
        return timezone.localdate().replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Refused(f"月份要写成 2020-11，不是“{text}”") from error


def _taken(actor: User, kind: ListType, args: argparse.Namespace, area: str, month: date) -> dict[str, Any]:
    def step(_done: int, _total: int | None, told: str) -> None:
        say(told)

    row = import_list(actor, kind, args.file, area_code=area, month=month, step=step)
    counted = {"matched": row.matched, "near": row.near, "unmatched": row.unmatched}
    return {**_outcome(row.rows_read, row.rows_read, 0), **counted, "warnings": row.warnings, "applied": True}


def _tried(kind: ListType, args: argparse.Namespace, area: str) -> dict[str, Any]:
    content = read_list(kind, args.file, headings_before(kind, area))
    counts = dict(match(content.frame, area).group_by("state").len().iter_rows())
    counted = {state: counts.get(state, 0) for state in ("matched", "near", "unmatched")}
    return {**_outcome(len(content.frame), 0, 0), **counted, "warnings": content.warnings}


def _outcome(rows: int, created: int, rejected: int) -> dict[str, Any]:
    return {
        "rows": rows,
        "created": created,
        "updated": 0,
        "unchanged": 0,
        "rejected": rejected,
        "errors": [],
        "warnings": [],
        "applied": False,
    }
