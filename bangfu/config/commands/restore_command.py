"""bangfu restore: put a saved state back."""

import argparse
from pathlib import Path

from bangfu.config.archives import read_archive
from bangfu.config.cli import say, show
from bangfu.config.installation import prepare
from bangfu.config.pausing import alone
from bangfu.kernel.errors import Refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whether it may replace what is here."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="替换现有数据 · replace what is here")


def run(args: argparse.Namespace) -> int:
    """Check every part, then restore; an older state is upgraded. Who serves the site pauses meanwhile."""
    if not args.file.is_file():
        raise Refused(f"没有文件 {args.file}")
    with alone():
        restored = read_archive(args.file, replace=args.replace)
        upgraded = prepare()
    say(f"已从 {args.file} 恢复 {restored['parts']} 个部分。" + ("数据库已升级到本版。" if upgraded else ""))
    if args.json:
        show({**restored, "upgraded": upgraded})
    return 0
