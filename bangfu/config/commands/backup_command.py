"""bangfu backup: save the whole state."""

import argparse
from pathlib import Path

from bangfu.config.archives import write_archive
from bangfu.config.cli import say, show
from bangfu.config.installation import ready_operator
from bangfu.ledger.queries import verify_chains


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write it."""
    parser.add_argument("file", type=Path)


def run(args: argparse.Namespace) -> int:
    """Save and say what was saved; a broken ledger is saved too, and said."""
    ready_operator()
    written = write_archive(args.file)
    verified = verify_chains()
    say(f"已备份到 {args.file}：{written['parts']} 个部分，{written['bytes']:,} 字节；账本 {verified['entries']} 条。")
    if verified["broken"]:
        say(f"注意：账本有 {len(verified['broken'])} 处不符，已照原样备份；请运行 bangfu verify 查看。")
    say("备份里有解密号码的密钥，请妥善保管。")
    if args.json:
        show({**written, "entries": verified["entries"], "broken": len(verified["broken"])})
    return 0
