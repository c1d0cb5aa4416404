"""bangfu print: cards, handbooks, visit and comparison sheets, notices of a whole village or township as one PDF."""

import argparse
import tempfile
from pathlib import Path

from django.utils import timezone

from bangfu.config.cli import a_day, say, show
from bangfu.config.installation import ready_operator, site_address
from bangfu.kernel.areas_of import significant
from bangfu.kernel.errors import Refused
from bangfu.reports.papers.actions import checked, default_days, record_papers
from bangfu.reports.papers.kinds import PAPERS
from bangfu.reports.papers.running import make
from bangfu.reports.papers.wanted import Wanted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The paper, the place, the file; for notices whom to tell; a purpose for numbers in full."""
    parser.add_argument("paper", nargs="?", default="", help="、".join(PAPERS))
    parser.add_argument("--list", action="store_true", help="列出材料 · list papers")
    parser.add_argument("--area", default="", metavar="CODE")
    parser.add_argument("--standing", default="", metavar="CODE", help="户类型代码 · only households of one type")
    parser.add_argument("--purpose", default="", help="号码不遮盖的用途 · print numbers in full, and what for")
    parser.add_argument("--from", dest="from_", type=a_day, metavar="DATE", help="公示自 · notice from")
    parser.add_argument("--to", type=a_day, metavar="DATE", help="公示至 · notice until")
    parser.add_argument("--unit", default="", help="受理单位 · where to object")
    parser.add_argument("--phone", default="", help="监督电话 · telephone for objections")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE.pdf")


def run(args: argparse.Namespace) -> int:
    """List, or write one file."""
    if args.list:
        found = [{"name": paper.name, "title": str(paper.title)} for paper in PAPERS.values()]
        for paper in found:
            say(f"{paper['name']}  {paper['title']}")
        if args.json:
            show(found)
        return 0
    actor = ready_operator()
    if not (args.paper and args.area and args.output):
        raise Refused("请写明材料、地区和要写的文件，例如：bangfu print card --area 420302100 -o 明白卡.pdf")
    area_code, today = significant(args.area), timezone.localdate()
    first, last = default_days(area_code, today)
    wanted = Wanted(
        paper=args.paper,
        area_code=area_code,
        user=actor,
        on=today,
        standing=args.standing,
        purpose=args.purpose.strip(),
        base=site_address(),
        from_=args.from_ or first,
        to=args.to or last,
        phone=args.phone,
        unit=args.unit,
    )
    households = checked(wanted)
    record_papers(actor, wanted=wanted, households=households)
    with tempfile.TemporaryDirectory(prefix="bangfu-papers-") as folder:
        pages = make(wanted, Path(folder), args.output, lambda done, total: say(f"{done} / {total} 户"))
    say(f"已写入 {args.output}：{households} 户，{pages} 页")
    if args.json:
        show({"paper": args.paper, "area": area_code, "households": households, "pages": pages})
    return 0
