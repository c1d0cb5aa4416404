"""bangfu bench: measured ratios against peers and floors, in one run."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from bangfu.config.cli import REFUSED, say, show
from bangfu.kernel.errors import Refused

KEYS = ("name", "ours", "peer", "floor", "ratio_peer", "ratio_floor", "n")
FOLDER = Path(__file__).resolve().parents[3] / "bench"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which benchmark; all without a name."""
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--quick", action="store_true", help="只测小的 · small sizes only, where supported")


def run(args: argparse.Namespace) -> int:
    """Run each benchmark in a process of its own, so that memory is its own."""
    known = sorted(p.stem for p in FOLDER.glob("[a-z]*.py")) if FOLDER.is_dir() else []
    if args.name and args.name not in known:
        raise Refused(f"没有名为“{args.name}”的测量；可用：{'、'.join(known) or '（源码目录外不可用）'}")
    rows: list[dict[str, object]] = []
    failed = []
    for name in [args.name] if args.name else known:
        say(f"测量 {name}……")
        script = FOLDER / f"{name}.py"
        quick = ["--quick"] if args.quick and '"--quick"' in script.read_text(encoding="utf-8") else []
        done = subprocess.run([sys.executable, str(script), *quick], stdout=subprocess.PIPE, text=True)  # noqa: S603
        if done.returncode:
            failed.append(name)
            continue
        rows += completed(json.loads(done.stdout))
    for row in rows:
        say(line_of(row))
    if failed:
        say(f"没有完成：{'、'.join(failed)}")
    if args.json:
        show(rows)
    return REFUSED if failed else 0


def completed(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Give every row every promised key: what a benchmark has no peer or floor for is null."""
    return [dict.fromkeys(KEYS) | row for row in rows]


def line_of(row: dict[str, object]) -> str:
    """Return a measured row as the operator reads it; what was not measured is left out."""
    parts = [f"{row['name']:<44}"]
    parts += [f"n={row['n']:<10}"] if row["n"] is not None else []
    parts += [f"同类 ×{row['ratio_peer']}"] if row["ratio_peer"] is not None else []
    parts += [f"下限 ×{row['ratio_floor']}"] if row["ratio_floor"] is not None else []
    return "  ".join(parts).rstrip()
