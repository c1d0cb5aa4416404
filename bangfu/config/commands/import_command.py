"""bangfu import: stage, validate, compare, apply."""

import argparse
from pathlib import Path
from typing import Any

from bangfu.config.cli import REFUSED, say, show
from bangfu.config.commands.listing import import_department_list, list_named
from bangfu.config.installation import ready_operator
from bangfu.kernel.errors import Refused
from bangfu.kernel.imports.actions import apply_import, listed, stage_import
from bangfu.kernel.imports.declared import templates
from bangfu.kernel.imports.models import ImportRun

SHOWN = 50  # faults, and as many reminders


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, its template, the place, and whether only to look."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--as", dest="template", required=True, metavar="NAME")
    parser.add_argument("--area", default="", metavar="CODE")
    parser.add_argument("--month", metavar="YYYY-MM", help="部门名单所属月份，默认本月 · month of a department's list")
    parser.add_argument("--reason", default="", help="有提醒而照样导入的理由 · why it is imported in spite of warnings")
    parser.add_argument("--dry-run", action="store_true", help="只检查和比较，不写入 · check and compare only")


def run(args: argparse.Namespace) -> int:
    """Import a file whole or not at all."""
    if not args.file.is_file():
        raise Refused(f"没有文件 {args.file}")
    actor = ready_operator()
    if args.template not in templates.names() and (kind := list_named(args.template)):
        return import_department_list(actor, kind, args)
    run_, staged = stage_import(actor, args.template, args.file, area_code=args.area)
    refused = run_.state == ImportRun.State.REFUSED
    if not refused and not args.dry_run:
        run_ = apply_import(actor, run_, staged, grounds=args.reason)
    # Whoever runs the command has the file: its faults are shown with their values whole, and kept without.
    run_.errors, run_.warnings = listed(staged.errors), listed(staged.warnings)
    _tell(run_)
    if args.json:
        show(outcome(run_))
    return REFUSED if refused else 0


def outcome(run_: ImportRun) -> dict[str, Any]:
    """Return a run as the command prints it."""
    return {
        "run": run_.pk,
        "rows": run_.rows,
        "created": run_.created,
        "updated": run_.updated,
        "unchanged": run_.unchanged,
        "rejected": run_.rejected,
        "errors": run_.errors,
        "warnings": run_.warnings,
        "differences": run_.differences,
        "applied": run_.state == ImportRun.State.APPLIED,
    }


def _tell(run_: ImportRun) -> None:
    for told, mark in ((run_.errors, ""), (run_.warnings, "提醒：")):
        for one in told[:SHOWN]:
            say(f"{mark}第 {one['row']} 行 {one['column']}“{one['value'] or ''}”：{one['message']}")
    say(
        f"共 {run_.rows} 行：新增 {run_.created}，更新 {run_.updated}，未变 {run_.unchanged}，"
        f"错误 {run_.rejected}；提醒 {len(run_.warnings)} 处。"
        + ("已导入。" if run_.state == ImportRun.State.APPLIED else "没有改动任何内容。")
    )
