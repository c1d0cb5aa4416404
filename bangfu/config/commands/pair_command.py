"""bangfu pair: propose, or with --accept apply, an assignment."""

import argparse
from typing import Any

from bangfu.config.cli import say, show
from bangfu.config.installation import known_area, ready_operator
from bangfu.kernel.errors import Refused
from bangfu.pairing.actions import accept, propose
from bangfu.pairing.models import Proposal, Scheme


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The scheme, the place, and whether to apply."""
    parser.add_argument("scheme")
    parser.add_argument("--area", required=True, metavar="CODE")
    parser.add_argument("--accept", action="store_true", help="直接采用 · apply the proposal")


def run(args: argparse.Namespace) -> int:
    """Ask the assigner; keep its answer as an open proposal, or make it the pairings in force."""
    actor = ready_operator()
    scheme = Scheme.objects.filter(name=args.scheme).first()
    if scheme is None:
        raise Refused(f"没有名为“{args.scheme}”的结对方案。可用 bangfu schemes 列出全部方案。")
    proposal = propose(actor, scheme=scheme, area_code=known_area(args.area))
    began = accept(actor, proposal) if args.accept else 0
    summary = proposal.summary
    say(
        f"{scheme.title}：应结对 {summary['recipients']}，已安排 {summary['paired']}；总代价 {summary['total_cost']}，"
        + ("已证明最优。" if summary["optimal"] else f"与下界相差 {summary['gap']}。")
        + (f"新结对 {began}。" if args.accept else f"建议编号 {proposal.pk}，尚未采用。")
    )
    if args.json:
        show(document(proposal, began))
    return 0


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
        "began": began,
    }
