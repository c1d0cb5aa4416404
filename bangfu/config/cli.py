"""The command line: everything a person can do in the pages, through the same actions.

Only the chosen command's module is imported, so that ``bangfu --help`` starts as fast as Python does.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Any

from bangfu.kernel.plain_values import plain

COMMANDS = {
    "demo": "建立示范县并启动 · build the demonstration counties and serve them",
    "serve": "启动网站 · serve the site",
    "worker": "运行后台任务 · run background jobs",
    "setup": "建立或升级数据库 · create or upgrade the database",
    "user": "建立用户、授权 · create a user and grant a role",
    "templates": "列出导入模板 · list import templates",
    "template": "生成空白导入表 · write an empty import workbook",
    "import": "导入 · stage, validate, compare, apply",
    "export": "导出 · export a register",
    "undo-import": "撤销一次导入 · take a whole import back",
    "schemes": "列出结对方案 · list pairing schemes",
    "pair": "提出或采用结对建议 · propose or apply an assignment",
    "areas": "导入地区边界 · import the outlines of areas",
    "screen": "筛查 · run the screening rules over a population",
    "figures": "列出指标 · list declared figures",
    "figure": "计算一个指标 · compute one figure",
    "tables": "列出统计表 · list the statistical tables",
    "table": "生成统计表 · compute a table, write it to a file",
    "report": "生成报告 · write a report",
    "print": "打印明白卡、手册等到户材料 · papers of a whole village as one PDF",
    "check": "核对文稿中的数字 · check the numbers of any text",
    "verify": "核验账本 · walk the ledger's chains",
    "verify-report": "核验一份封存报告的文件 · check a sealed report's file by itself",
    "seal-key": "封存用的签名密钥 · the keys that sign sealed reports",
    "backup": "备份 · save the whole state",
    "restore": "恢复 · restore a saved state",
    "bench": "测量 · measured ratios against peers and floors",
}
REFUSED, MISUSED = 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 refused with a reason, 2 wrong usage."""
    argv = list(sys.argv[1:] if argv is None else argv)
    if not argv or argv[0] not in COMMANDS:
        return _outer(argv)
    name, rest = argv[0], argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
    # Imported here: start-up of Django costs a third of a second that --help need not pay.
    import django

    django.setup()
    command = import_module(f"bangfu.config.commands.{name.replace('-', '_')}_command")
    parser = argparse.ArgumentParser(prog=f"bangfu {name}", description=COMMANDS[name])
    parser.add_argument("--json", action="store_true", help="标准输出只打印一个 JSON · print one JSON document only")
    command.add_arguments(parser)
    return _run(command.run, parser.parse_args(rest))


def _outer(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bangfu", description="帮扶 Bangfu", formatter_class=_Wide)
    parser.add_argument("--version", action="store_true", help="版本 · version")
    commands = parser.add_subparsers(title="命令 · commands", metavar="COMMAND")
    for name, text in COMMANDS.items():
        commands.add_parser(name, help=text)
    args = parser.parse_args(argv)
    if args.version:
        print(import_module("bangfu").__version__)  # noqa: T201
        return 0
    parser.print_help()
    return MISUSED if not argv else 0


class _Wide(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=110)


def a_day(text: str) -> date:
    """Return a day of the command line; for argparse, which tells what is no day as a wrong argument."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2020-09-30 的样子 · not a date") from None


def _run(run: Any, args: argparse.Namespace) -> int:
    from bangfu.kernel.errors import Refused  # needs Django's settings

    try:
        outcome = run(args)
    except Refused as refused:
        return _tell_refusal(refused.message, refused.problems, args)
    except OSError as error:
        return _tell_refusal(f"文件读不出或写不进：{error}", (), args)
    return int(outcome or 0)


def _tell_refusal(message: str, problems: Sequence[str], args: argparse.Namespace) -> int:
    say(message)
    for problem in problems:
        say(f"  · {problem}")
    if args.json:
        show({"error": message, "problems": list(problems)})
    return REFUSED


def say(text: str) -> None:
    """Tell the operator something, on standard error."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def show(document: Any) -> None:
    """Print the one JSON document of a command."""
    print(json.dumps(document, ensure_ascii=False, default=plain))  # noqa: T201
