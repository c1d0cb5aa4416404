"""bangfu figure: compute one figure."""

import argparse

from bangfu.config.cli import a_day, say, show
from bangfu.config.installation import known_area, ready_operator
from bangfu.figures.computing import Number, Question, compute, find, rows_of
from bangfu.figures.declared import Figure
from bangfu.figures.dimension_words import labelled
from bangfu.figures.telling import told_answer
from bangfu.figures.units import exact, written
from bangfu.kernel.errors import Refused

SHOWN = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The figure, the place, the period, a dimension, and whether to list what it counted."""
    parser.add_argument("code")
    parser.add_argument("--area", default="", metavar="CODE")
    parser.add_argument("--from", dest="from_", type=a_day, metavar="DATE")
    parser.add_argument("--to", type=a_day, metavar="DATE")
    parser.add_argument("--by", default="", metavar="DIMENSION")
    parser.add_argument("--side", choices=("receiver", "giver"), default="receiver")
    parser.add_argument(
        "--pair",
        "--partner",
        dest="partner",
        default="",
        metavar="CODE",
        help="另一方的地区 · the place on the other side (of a region pair)",
    )
    parser.add_argument("--entries", action="store_true", help="列出计入的记录 · list the rows it counted")


def run(args: argparse.Namespace) -> int:
    """Compute and print."""
    ready_operator()
    figure = _figure(args.code)
    if args.from_ and args.to and args.to < args.from_:
        raise Refused(f"结束日期 {args.to} 早于开始日期 {args.from_}。")
    question = Question(
        area_code=known_area(args.area),
        from_=args.from_,
        to=args.to,
        by=args.by,
        side=args.side,
        partner=known_area(args.partner),
    )
    answer = compute(figure, question)
    document = told_answer(answer)
    if args.entries:
        document["rows"] = [
            {"source": source.name, "id": pk}
            for source, rows in rows_of(figure, question)
            for pk in rows.values_list("pk", flat=True)[:SHOWN]
        ]
    say(f"{figure.title}：{_words(answer.value, figure.unit)}（{answer.entries:,} 条记录）")
    for part, label in labelled(answer) if question.by else ():
        say(f"  {label}：{_words(part.value, figure.unit)}（{part.entries:,}）")
    if args.json:
        show(document)
    return 0


def _figure(code: str) -> Figure:
    try:
        return find(code)
    except Refused as refused:
        raise Refused(f"没有名为“{code}”的指标。可用 bangfu figures 列出全部指标。") from refused


def _words(value: Number, unit: str) -> str:
    """Say a value as people read it, and behind it the exact one where that leaves something out."""
    whole = exact(value, unit)
    return f"{written(value, unit)}，即 {whole}" if whole and whole != written(value, unit) else written(value, unit)
