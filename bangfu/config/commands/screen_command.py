"""bangfu screen: run the screening rules over a population, in the database or as a folder of files."""

import argparse
from pathlib import Path
from time import monotonic
from typing import Any

from bangfu.config.cli import a_day, say, show
from bangfu.config.installation import known_area, ready_operator
from bangfu.kernel.areas_of import significant
from bangfu.workstreams.monitoring.screening.asking import ENGINES
from bangfu.workstreams.monitoring.screening.folders import screen_folder
from bangfu.workstreams.monitoring.screening.models import ScreeningRun
from bangfu.workstreams.monitoring.screening.running import carry_out, plan_run


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The place, the day, the engine, and perhaps a folder of files instead of the registers."""
    parser.add_argument("--area", required=True, metavar="CODE")
    parser.add_argument("--on", type=a_day, metavar="DATE", help="筛查日期，默认今天 · default today")
    parser.add_argument("--engine", choices=ENGINES, default="", help="默认 duckdb · default duckdb")
    parser.add_argument(
        "--snapshot", type=Path, metavar="DIR", help="筛查快照，不写线索 · files instead of the registers"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="命中明细（Parquet）· the hits as a file")


def run(args: argparse.Namespace) -> int:
    """Screen; raise clues, unless the population is a folder, whose households this register does not know."""
    actor = ready_operator()
    began = monotonic()
    if args.snapshot:
        found = screen_folder(args.snapshot, significant(args.area), args.on, args.engine, args.output)
    else:
        row = plan_run(actor, area_code=known_area(args.area), on=args.on, engine=args.engine)
        carry_out(row, lambda _done, _total, _cursor, message: say(str(message)) if message else None)
        found = document(row)
    found["seconds"] = round(monotonic() - began, 3)
    for rule in found["rules"]:
        say(f"{rule['code']:<24} {rule['hits']:>10}" + (f"  跳过：{rule['skipped']}" if "skipped" in rule else ""))
    say(f"线索 {found['clues']}，用时 {found['seconds']} 秒。")
    if args.json:
        show(found)
    return 0


def document(row: ScreeningRun) -> dict[str, Any]:
    """Return a run as the command prints it."""
    return {
        "run": row.pk,
        "area": row.area_code,
        "on": row.on,
        "engine": row.engine,
        "households": row.households,
        "persons": row.persons,
        "rules": row.report,
        "clues": row.raised + row.merged,
        "raised": row.raised,
        "merged": row.merged,
        "kept_closed": row.kept_closed,
    }
