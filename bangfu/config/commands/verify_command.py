"""bangfu verify: walk the ledger's chains, and check every sealed report."""

import argparse

from bangfu.config.cli import REFUSED, say, show
from bangfu.config.installation import ready_operator
from bangfu.ledger.queries import verify_chains
from bangfu.reports.sealing import verify_sealed

PROBLEMS = {"missing": "缺少记录", "altered": "记录被改动", "unlinked": "与前一条接不上"}
SEALS = {
    "altered": "内容或文件被改动",
    "rewritten": "封存以后账本被改写，地区 ",
    "rows": "封存的记录清单不符",
    "signature": "签名不符",
    "unsigned": "应有的签名不见了",
    "key": "签名用的公钥不在本系统的密钥之中，无法核对",
}
BOOKS = {"entries": "记录", "confirmations": "确认"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """Recompute every hash and say where a chain or a seal does not hold."""
    ready_operator()
    found = verify_chains()
    for link in found["broken"][:50]:
        entry = f"（记录 {link['entry']}）" if link["entry"] else ""
        say(f"{BOOKS[link['book']]}链 {link['chain']} 第 {link['sequence']} 条{entry}：{PROBLEMS[link['problem']]}")
    say(
        f"核验 {found['entries']} 条记录、{found['confirmations']} 次确认和异议，{found['areas']} 个地区，"
        f"{len(found['broken'])} 处不符。"
    )
    reports, unsound, unsigned = verify_sealed()
    for one in unsound[:50]:
        say(f"封存报告“{one['title']}”（{one['report'][:12]}…）：{SEALS[one['problem']]}{one.get('chain', '')}")
    early = f"；{unsigned} 份封存于有签名以前，只核对了校验值" if unsigned else ""
    say(f"核验 {reports} 份封存报告，{len(unsound)} 处不符{early}。")
    if args.json:
        show(
            found
            | {"reports": reports, "unsigned": unsigned}
            | {"broken": [*found["broken"], *({"book": "reports"} | one for one in unsound)]}
        )
    return REFUSED if found["broken"] or unsound else 0
