"""bangfu pair: propose, or with --accept apply, an assignment."""

import argparse
from pathlib import Path
from typing import Any

from bangfu.config.cli import say, show
from bangfu.config.installation import known_area, ready_operator
from bangfu.kernel.errors import Refused
from bangfu.pairing.actions import accept, propose, propose_districts
from bangfu.pairing.models import Proposal, Scheme


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The scheme, the place, and whether to apply."""
    parser.add_argument("scheme")
    parser.add_argument("--area", required=True, metavar="CODE")
    parser.add_argument("--steady", action="store_true", help="只补缺口，尽量不动 · fill gaps, move as few as possible")
    parser.add_argument("--connected", action="store_true", help="划成连片、均衡的片区 · connected, balanced districts")
    parser.add_argument("--borders", type=Path, metavar="FILE", help="相邻地区，每行两个代码 · two codes a line")
    parser.add_argument("--tolerance", type=float, metavar="SHARE", help="片区大小允许的偏差，如 0.2 · as 0.2")
    parser.add_argument(
        "--time-limit",
        type=float,
        metavar="SECONDS",
        help="有附加规则时最多算多久（1–600 秒）· effort where side rules need a search",
    )
    parser.add_argument("--accept", action="store_true", help="直接采用 · apply the proposal")


def run(args: argparse.Namespace) -> int:
    """Ask the assigner; keep its answer as an open proposal, or make it the pairings in force."""
    actor = ready_operator()
    scheme = Scheme.objects.filter(name=args.scheme).first()
    if scheme is None:
        raise Refused(f"没有名为“{args.scheme}”的结对方案。可用 bangfu schemes 列出全部方案。")
    area_code = known_area(args.area)
    if args.connected or args.borders:
        borders = borders_in(args.borders) if args.borders else None
        proposal = propose_districts(
            actor, scheme=scheme, area_code=area_code, borders=borders, tolerance=args.tolerance
        )
    else:
        proposal = propose(actor, scheme=scheme, area_code=area_code, steady=args.steady, time_limit=args.time_limit)
    began = accept(actor, proposal) if args.accept else 0
    summary = proposal.summary
    say(
        f"{scheme.title}：应结对 {summary['recipients']}，已安排 {summary['paired']}；总代价 {summary['total_cost']}，"
        + proof_of(summary)
        + (f"新结对 {began}。" if args.accept else f"建议编号 {proposal.pk}，尚未采用。")
    )
    if summary.get("remedy"):
        remedy = summary["remedy"]
        for name, more in remedy.get("rules", []):
            say(f"不要附加规则“{name}”，可多安排 {more}。" if name else f"不要这些附加规则，可多安排 {more}。")
        if remedy["raised"] or remedy["new_helpers"]:
            say(f"要全部结对，最小的改动：{remedy['raised']} 人各多帮一个，新增 {remedy['new_helpers']} 人。")
    if args.json:
        show(document(proposal, began))
    return 0


def proof_of(summary: dict[str, Any]) -> str:
    """Return what is proved: the optimum, or the bound and how far the answer may be from it."""
    if summary["optimal"]:
        return "已证明最优。"
    said = f"限定的计算时间内未证明最优：不低于 {summary['bound']}，最多还能省 {summary['gap']}"
    return said + ("，还可能多安排几个。" if summary.get("coverage_gap") else "。")


def borders_in(path: Path) -> list[tuple[str, str]]:
    """Read which areas border each other: two codes a line. Raises Refused, naming the line that is not that."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise Refused(f"读不了文件“{path}”：{error.strerror}") from error
    found = []
    for number, line in enumerate(lines, start=1):
        codes = line.replace(",", " ").replace("，", " ").split()
        if not codes or line.startswith("#"):
            continue
        if len(codes) != 2 or not all(code.isdigit() for code in codes):
            raise Refused(f"“{path.name}”第 {number} 行应为两个地区代码。")
        found.append((codes[0], codes[1]))
    return found


def document(proposal: Proposal, began: int) -> dict[str, Any]:
    """Return a proposal as the command prints it; parties by their numbers in the register."""
    rows = list(proposal.rows.order_by("pk").values_list("helper_id", "recipient_id", "cost", "reason"))
    summary = proposal.summary
    return {
        "proposal": proposal.pk,
        "assigned": [{"helper": h, "recipient": r, "cost": c} for h, r, c, _why in rows if h is not None],
        "unassigned": [{"recipient": r, "reason": why} for h, r, _c, why in rows if h is None],
        "total_cost": summary["total_cost"],
        "optimal": summary["optimal"],
        "gap": summary["gap"],
        "coverage": {"recipients": summary["recipients"], "paired": summary["paired"]},
        "load": summary["load"],
        "bound": summary.get("bound"),
        "coverage_gap": summary.get("coverage_gap", 0),
        "method": summary.get("method"),
        "side_rules": summary.get("side_rules", []),
        "remedy": summary.get("remedy", {}),
        "began": began,
    }
