"""How many of the published figures the ledger and the registers give through declared figures, rules and schemes."""

from __future__ import annotations

import re
import tomllib
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone

from bangfu.config.demo.entries import FACTS
from bangfu.figures.computing import Question, compute
from bangfu.figures.declared import figures
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.pairing.models import Scheme
from bangfu.parties.models import Organisation

REASONS = {
    "not_recorded": "示范数据尚未记录",
    "slogan": "口号或构词，不是可计量的事实",
    "rank": "名次取决于其他县区的数据",
    "age": "年数是日期之差，不是帮扶指标",
    "population": "总人口不在帮扶账本和名册里",
    "no_base": "文献没有给出分母，无法核算",
    "no_period": "文献没有给出时期，且与同文另一数字口径不一",
    "rule_in_words": "规则写在文字里，没有对应的参数",
}
NUMBER = re.compile(r"(\d+(?:\.(\d+))?)\s*([万萬亿億]?)")
SCALES = {"": 0, "万": 4, "萬": 4, "亿": 8, "億": 8}


def published() -> list[dict[str, Any]]:
    """Return the published figures with what gives each, or the reason why nothing does."""
    files = sorted((FACTS / "claims").glob("*.toml"))
    return [row for path in files for row in tomllib.loads(path.read_text(encoding="utf-8"))["claim"]]


def reproduced() -> dict[str, Any]:
    """Compute every published figure that has a declared one.

    Returns ``{reproduced, inferred, of, missing: [{claim, reason}]}``; ``inferred`` counts those reproduced whose
    target, base or number of projects the text does not print and the facts file had to infer from the figure itself.
    A bound is met as it was published: at least, at most, about (within a twentieth), exact as precisely as written.
    """
    rows = published()
    missing = []
    for row in rows:
        reason = _failing(row)
        if reason:
            missing.append({"claim": row["id"], "reason": reason})
    failed = {row["claim"] for row in missing}
    inferred = sum(1 for row in rows if row.get("inferred") and row["id"] not in failed)
    return {
        "reproduced": len(rows) - len(missing),
        "inferred": inferred,
        "of": len(rows),
        "missing": missing,
    }


def _failing(row: dict[str, Any]) -> str:
    if "reason" in row:
        return REASONS[row["reason"]]
    name, value = _computed(row)
    if value is None:
        return f"{name} 没有值"
    wanted = Decimal(row["value"])
    if holds(Decimal(value), wanted, row["bound"], row["written"], row.get("how", "")):
        return ""
    return f"{name} 算得 {round(Decimal(value), 4).normalize():f}，文献为 {row['written']}"


def _computed(row: dict[str, Any]) -> tuple[str, Decimal | int | None]:
    """Return what gives a claim, and its value: a figure, a policy in force, or a number of a pairing scheme."""
    if "policy" in row:
        return row["policy"], policy_or_none(row["policy"], row["area"], row["to"])
    if "scheme" in row:
        scheme = Scheme.objects.get(name=row["scheme"])
        return f"{row['scheme']}.{row['rule']}", getattr(scheme, row["rule"])
    figure = figures[row["figure"]]
    return figure.name, compute(figure, _question(row)).value


def _question(row: dict[str, Any]) -> Question:
    where = [(name, "is", value) for name, value in row.get("where", {}).items()]
    if "giver" in row:
        where.append(("giver", "is", Organisation.objects.get(name=row["giver"]).pk))
    return Question(
        area_code=row.get("area", ""),
        from_=row.get("from"),
        to=row.get("to", timezone.localdate()),
        side=row.get("side", "receiver"),
        where=tuple(where),
    )


def holds(value: Decimal, wanted: Decimal, bound: str, written: str = "", how: str = "") -> bool:
    """Tell whether a computed value agrees with a published one as precisely as it was written (``178.23万``).

    ``how`` is *truncated* where a document cut digits off instead of rounding.
    """
    rounding = ROUND_DOWN if how == "truncated" else ROUND_HALF_UP
    match bound:
        case "at_least":
            return wanted <= value <= wanted * Decimal("1.2")
        case "at_most":
            return wanted * Decimal("0.8") <= value <= wanted
        case "about":
            return abs(value - wanted) * 20 <= abs(wanted)
        case _:
            step = _last_place(written, wanted)
            return value.quantize(step, rounding) == wanted if step < 1 else _rounded(value, step, rounding) == wanted


def _last_place(written: str, wanted: Decimal) -> Decimal:
    """Return the worth of the last digit written: 100 for 178.23万, 0.01 for 35.64%, 1 for words."""
    found = NUMBER.search(written)
    if found is None or Decimal(found[1]).scaleb(SCALES[found[3]]) != wanted:
        return Decimal(1)
    return Decimal(1).scaleb(SCALES[found[3]] - len(found[2] or ""))


def _rounded(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).quantize(Decimal(1), rounding) * step
