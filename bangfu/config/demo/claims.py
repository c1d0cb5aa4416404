"""How many of the published figures the ledger and the registers give through declared figures."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

from bangfu.config.demo.entries import FACTS
from bangfu.figures.computing import Question, compute
from bangfu.figures.declared import figures

REASONS = {
    "not_recorded": "示范数据尚未记录",
    "slogan": "口号或构词，不是可计量的事实",
    "undefined": "没有可计算的定义",
    "contradicts": "与文献中另一数字矛盾",
}


def published() -> list[dict[str, Any]]:
    """Return the published figures with the declared figure that gives each, or the reason why none does."""
    return tomllib.loads((FACTS / "claims.toml").read_text(encoding="utf-8"))["claim"]


def reproduced() -> dict[str, Any]:
    """Compute every published figure that has a declared one: ``{reproduced, of, missing: [{claim, reason}]}``.

    A bound is met as it was published: at least, at most, about (within a twentieth), exact.
    """
    rows = published()
    missing = []
    for row in rows:
        reason = _failing(row)
        if reason:
            missing.append({"claim": row["id"], "reason": reason})
    return {"reproduced": len(rows) - len(missing), "of": len(rows), "missing": missing}


def _failing(row: dict[str, Any]) -> str:
    figure = figures.get(row.get("figure", ""))
    if figure is None:
        return REASONS.get(row.get("reason", ""), row.get("reason") or REASONS["not_recorded"])
    question = Question(
        area_code=row.get("area", ""),
        from_=row.get("from"),
        to=row.get("to"),
        side=row.get("side", "receiver"),
        where=tuple((name, "is", value) for name, value in row.get("where", {}).items()),
    )
    value = compute(figure, question).value
    if value is None:
        return f"{figure.name} 没有值"
    wanted = Decimal(row["value"])
    if holds(Decimal(value), wanted, row["bound"]):
        return ""
    return f"{figure.name} 算得 {value}，文献为 {wanted}"


def holds(value: Decimal, wanted: Decimal, bound: str) -> bool:
    """Tell whether a computed value agrees with a published one as precisely as it was published."""
    match bound:
        case "at_least":
            return wanted <= value <= wanted * Decimal("1.2")
        case "at_most":
            return wanted * Decimal("0.8") <= value <= wanted
        case "about":
            return abs(value - wanted) * 20 <= abs(wanted)
        case _:
            places = -wanted.normalize().as_tuple().exponent if wanted % 1 else 0
            return round(value, places) == wanted
