"""bangfu areas boundaries FILE: take in the outlines of areas that maps are drawn from."""

import argparse
from pathlib import Path

from bangfu.config.cli import say, show
from bangfu.config.installation import ready_operator
from bangfu.parties.actions import import_boundaries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and where it comes from."""
    parser.add_argument("what", choices=["boundaries"], help="导入边界 · import outlines")
    parser.add_argument(
        "file", type=Path, help="GeoJSON，面上写区划代码（code）或名称（name）· polygons with code or name"
    )
    parser.add_argument("--source", required=True, help="边界来源和审图号，印在地图下方 · printed below every map")


def run(args: argparse.Namespace) -> int:
    """Store the outlines of a whole file, or nothing."""
    stored = import_boundaries(ready_operator(), args.file.read_bytes(), source=args.source)
    say(f"已导入 {stored} 个地区的边界。")
    if args.json:
        show({"stored": stored})
    return 0
