"""Arithmetic of scales: sums and comparisons are made at one scale, in whole numbers as long as nothing is divided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bangfu.kernel.conditions.meaning import Arithmetic, Constant, Node, Type

FINEST = 6  # decimals; beyond it the whole numbers of a large county would leave 64 bits
Fault = Callable[[], Exception]


def scaled(value: Decimal, *, money: bool = False) -> Constant:
    """Return a number as written, at its own scale: ``0.3`` is 3 at scale 1."""
    value = value.normalize()
    scale = max(0, -int(value.as_tuple().exponent))
    return Constant(Type("number", scale, money=money), int(value.scaleb(scale)))


def rescaled(node: Node, scale: int, fault: Fault) -> Node:
    """Return the same number at a finer scale."""
    steps = scale - node.type.scale
    if not steps:
        return node
    type_ = replace(node.type, scale=scale)
    if scale > FINEST or steps < 0:
        raise fault()
    if isinstance(node, Constant):
        return replace(node, type=type_, value=node.value * 10**steps)
    factor = Constant(Type("number", exact=node.type.exact), 10**steps)
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
        money = left.type.money or right.type.money
        return _folded(Arithmetic(Type("number", left.type.scale, exact, money), operator, left, right))
    if operator == "*":
        scale = left.type.scale + right.type.scale
        if scale > FINEST:
            raise fault()
        money = left.type.money != right.type.money
        return _folded(Arithmetic(Type("number", scale, exact, money), "*", left, right))
    if right.type.scale > left.type.scale:
        left = rescaled(left, right.type.scale, fault)
    scale = left.type.scale - right.type.scale
    return Arithmetic(Type("number", scale, False, left.type.money and not right.type.money), "/", left, right)


def _folded(node: Arithmetic) -> Node:
    """Return what two fixed numbers give, so that no engine calculates them in a type of its own."""
    left, right = node.left, node.right
    if not (isinstance(left, Constant) and isinstance(right, Constant)):
        return node
    value = {"+": left.value + right.value, "-": left.value - right.value, "*": left.value * right.value}
    return Constant(node.type, value[node.operator])
