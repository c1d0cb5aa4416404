"""Arithmetic of scales: sums and comparisons are made at one scale, in whole numbers as long as nothing is divided.

What no engine's 64 bits may hold is calculated in doubles, which are the same in all engines; what is fixed or summed
must be exact and is refused instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.conditions.meaning import Arithmetic, Constant, Gathered, Node, Type, walk
from bangfu.kernel.conditions.vocabulary import SCALES, Kind, Text

FINEST = 6  # decimals; beyond it the whole numbers of a large county would leave 64 bits
LARGEST = 2**63 - 1
FARTHEST = 10**100  # doubles end at 10^308, and quotients of such products must fit too
MOST = {Kind.INTEGER: 10**5, Kind.MONEY: 10**9, Kind.QUANTITY: 10**7}
"""What one row is expected to hold at most: ten million yuan, ten thousand units. It chooses between whole numbers
and doubles, with room to spare, and forbids nothing."""
ROWS = 100  # that belong to one row and are summed, likewise
TOO_FINE = _("小数位太多，算不准：请减少相乘的小数。")
TOO_LARGE = _("数字可能太大，算不准：请减少相乘的项目，或换用较大的单位。")
DIVIDED = _("先相除再合计会随次序变化，请改为合计以后再相除。")
Fault = Callable[[Text], Exception]


def measure(kind: Kind) -> Type:
    """Return the type of a column of numbers."""
    return Type("number", SCALES[kind], money=kind is Kind.MONEY, most=MOST[kind])


def fixed(type_: Type, value: int, fault: Fault) -> Constant:
    """Return a fixed whole number at the type's scale."""
    if abs(value) > LARGEST:
        raise fault(TOO_LARGE)
    return Constant(replace(type_, most=abs(value)), value)


def scaled(value: Decimal, fault: Fault, *, money: bool = False) -> Constant:
    """Return a number as written, at its own scale: ``0.3`` is 3 at scale 1."""
    value = value.normalize()
    scale = max(0, -int(value.as_tuple().exponent))
    return fixed(Type("number", scale, money=money), int(value.scaleb(scale)), fault)


def rescaled(node: Node, scale: int, fault: Fault) -> Node:
    """Return the same number at a finer scale."""
    steps = scale - node.type.scale
    if not steps:
        return node
    if scale > FINEST or steps < 0:
        raise fault(TOO_FINE)
    type_ = replace(node.type, scale=scale)
    if isinstance(node, Constant):
        return replace(fixed(type_, node.value * 10**steps, fault), start=node.start, end=node.end)
    factor = Constant(Type("number", exact=node.type.exact), 10**steps)
    type_ = _reaching(node.type.most * 10**steps, type_, fault)
    return Arithmetic(type_, "*", node, factor, start=node.start, end=node.end)


def aligned(left: Node, right: Node, fault: Fault) -> tuple[Node, Node]:
    """Return two numbers at one scale."""
    scale = max(left.type.scale, right.type.scale)
    return rescaled(left, scale, fault), rescaled(right, scale, fault)


def combined(operator: str, left: Node, right: Node, fault: Fault) -> Node:
    """Return the sum, difference, product or quotient of two numbers."""
    exact = left.type.exact and right.type.exact
    if operator in "+-":
        left, right = aligned(left, right, fault)
        exact = left.type.exact and right.type.exact
        money = left.type.money or right.type.money
        return _folded(Type("number", left.type.scale, exact, money), operator, left, right, fault)
    if operator == "*":
        scale = left.type.scale + right.type.scale
        if scale > FINEST:
            raise fault(TOO_FINE)
        money = left.type.money != right.type.money
        return _folded(Type("number", scale, exact, money), "*", left, right, fault)
    if right.type.scale > left.type.scale:
        left = rescaled(left, right.type.scale, fault)
    scale = left.type.scale - right.type.scale
    type_ = Type("number", scale, False, left.type.money and not right.type.money)
    return Arithmetic(_reaching(_product(left, right), type_, fault), "/", left, right)


def summed(value: Node, fault: Fault) -> Type:
    """Return the type of a sum over rows, which must not depend on their order."""
    if not value.type.exact:
        raise fault(DIVIDED if _divides(value) else TOO_LARGE)
    type_ = _reaching(value.type.most * ROWS, value.type, fault)
    if not type_.exact:
        raise fault(TOO_LARGE)
    return type_


def _folded(type_: Type, operator: str, left: Node, right: Node, fault: Fault) -> Node:
    """Return a calculation, or what two fixed numbers give, so that no engine calculates them in a type of its own."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        value = {"+": left.value + right.value, "-": left.value - right.value, "*": left.value * right.value}
        return fixed(type_, value[operator], fault)
    most = _product(left, right) if operator == "*" else left.type.most + right.type.most
    return Arithmetic(_reaching(most, type_, fault), operator, left, right)


def _product(left: Node, right: Node) -> int:
    return max(left.type.most, 1) * max(right.type.most, 1)


def _reaching(most: int, type_: Type, fault: Fault) -> Type:
    """Return the type of a number that may go so far from nothing: a double where that leaves 64 bits."""
    if most > FARTHEST:
        raise fault(TOO_LARGE)
    return replace(type_, exact=type_.exact and most <= LARGEST, most=most)


def _divides(node: Node) -> bool:
    return any(
        (isinstance(part, Arithmetic) and part.operator == "/") or (isinstance(part, Gathered) and part.how == "mean")
        for part in walk(node)
    )
