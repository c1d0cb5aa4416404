"""bangfu demo: build the demonstration counties and serve them."""

import argparse
import os
from collections import defaultdict
from typing import Any

from bangfu.config.cli import say, show
from bangfu.config.demo.build import build
from bangfu.config.demo.claims import reproduced
from bangfu.config.installation import ready_operator
from bangfu.config.serving import serve
from bangfu.office.demo import LOGINS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to serve, and where."""
    parser.add_argument("--no-serve", action="store_true", help="只建立，不启动 · build only")
    parser.add_argument("--port", type=int, default=8000)


def run(args: argparse.Namespace) -> int:
    """Build what is missing, count the reproduced figures, serve."""
    actor = ready_operator()
    built = build(actor, say)
    counted = reproduced()
    _say_reproduced(counted)
    if args.json:
        show({**built, **counted})
    if args.no_serve:
        return 0
    say(f"打开 http://127.0.0.1:{args.port}/ ，登录页上一键进入：" + "、".join(str(login.title) for login in LOGINS))
    os.environ["BANGFU_DEMO"] = "1"
    return serve(port=args.port)


def _say_reproduced(counted: dict[str, Any]) -> None:
    done, of, inferred = counted["reproduced"], counted["of"], counted["inferred"]
    say(f"公开文献的 {of} 个数字中，账本、名册、结对和政策参数重现了 {done} 个：{done} of {of}")
    say(f"其中 {inferred} 个所用的目标、基数或项目数原文未写，由该数字反推。其余未重现：")
    by_reason: dict[str, list[str]] = defaultdict(list)
    for row in counted["missing"]:
        by_reason[row["reason"]].append(row["claim"])
    for reason, claims in by_reason.items():
        say(f"  · {reason}：{'、'.join(claims)}")
