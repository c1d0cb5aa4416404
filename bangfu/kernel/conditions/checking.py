"""From a tree of words to a meaning: every name resolved, every type checked, or refused with what may be meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.conditions.meaning import (
    BOOLEAN,
    DATE,
    NUMBER,
    TEXT,
    Age,
    Among,
    Arithmetic,
    Column,
    Comparison,
    Constant,
    Gathered,
    Has,
    Logic,
    Negation,
    Node,
    Setting,
    Type,
    Unknown,
    walk,
)
from bangfu.kernel.conditions.numbers import TOO_FINE, Fault, aligned, combined, fixed, measure, scaled, summed
from bangfu.kernel.conditions.periods import days_of
from bangfu.kernel.conditions.reading import COMPARES, Faulty, Tree, read
from bangfu.kernel.conditions.vocabulary import SCALES, Field, Kind, Parameter, Table, Vocabulary

MOST_GATHERED, MOST_NODES = 24, 400
AGE = ("年龄", "age")
AREA = "area_code"
PARAMETER = ("参数", "parameter")
METHODS = {
    "任一": "any", "有": "any", "any": "any", "全部": "all", "都": "all", "all": "all", "无": "none", "none": "none",
    "次数": "count", "人数": "count", "count": "count", "合计": "sum", "sum": "sum", "最大": "max", "max": "max",
    "最小": "min", "min": "min", "平均": "mean", "mean": "mean", "最近": "latest", "取值": "latest", "latest": "latest",
}  # fmt: skip
OF_A_VALUE = ("sum", "max", "min", "mean", "latest")
SORTS = {Kind.TEXT: "text", Kind.CODE: "text", Kind.CODES: "codes", Kind.BOOLEAN: "boolean", Kind.DATE: "date"}


def check(text: str, vocabulary: Vocabulary, subject: str, on: date) -> Node:
    """Return what a condition over rows of a table means on a day; raise Faulty with place, reason and suggestion."""
    words = vocabulary.words | METHODS.keys() | {*AGE, *PARAMETER}
    node = _Checker(vocabulary, on).condition(read(text, words), vocabulary.table(subject))
    parts = list(walk(node))
    if len(parts) > MOST_NODES or sum(isinstance(p, Gathered) for p in parts) > MOST_GATHERED:
        raise Faulty(_("条件太复杂，请拆成几条规则。"), 0, len(text))
    return node


class _Checker:
    def __init__(self, vocabulary: Vocabulary, on: date) -> None:
        self.vocabulary, self.on = vocabulary, on

    # -- conditions ------------------------------------------------------------------------------------------------

    def condition(self, tree: Tree, table: Table) -> Node:
        node = self.node(tree, table)
        if node.type.sort != "boolean":
            raise _fault(_("这里要的是条件（是或否），“%(what)s”是一个值：请与什么比较。"), tree, what=_sort(node.type))
        return node

    def node(self, tree: Tree, table: Table) -> Node:
        place = {"start": tree.start, "end": tree.end}
        match tree.kind:
            case "and" | "or":
                return Logic(BOOLEAN, tree.kind, tuple(self.condition(p, table) for p in tree.parts), **place)
            case "not":
                return Negation(BOOLEAN, self.condition(tree.parts[0], table), **place)
            case "unknown" | "known":
                missing = Unknown(BOOLEAN, self.node(tree.parts[0], table), **place)
                return missing if tree.kind == "unknown" else Negation(BOOLEAN, missing, **place)
            case "number":
                value, sort = tree.value
                return replace(scaled(Decimal(value), self._faults(tree), money=sort == "money"), **place)
            case "text":
                return Constant(TEXT, tree.value, **place)
            case "day":
                return Constant(DATE, tree.value, **place)
            case "truth":
                return Constant(BOOLEAN, tree.value, **place)
            case "negative":
                inner = self.number(tree.parts[0], table)
                return replace(combined("-", fixed(NUMBER, 0, self._faults(tree)), inner, self._faults(tree)), **place)
            case "+" | "-" | "*" | "/":
                left, right = (self.number(p, table) for p in tree.parts)
                return replace(combined(tree.kind, left, right, self._faults(tree)), **place)
            case "name":
                return replace(self.name(tree, table), **place)
            case "call":
                return replace(self.call(tree, table), **place)
        if tree.kind in COMPARES:
            return replace(self.comparison(tree, table), **place)
        raise _fault(_("“%(what)s”不能在这里。"), tree, what=tree.value or tree.kind)

    def number(self, tree: Tree, table: Table) -> Node:
        node = self.node(tree, table)
        if node.type.sort != "number":
            raise _fault(_("只有数字能计算，这里是%(what)s。"), tree, what=_sort(node.type))
        return node

    @staticmethod
    def _faults(tree: Tree) -> Fault:
        return lambda message: _fault(str(message), tree)

    # -- comparisons -----------------------------------------------------------------------------------------------

    def comparison(self, tree: Tree, table: Table) -> Node:
        left_tree, right_tree = tree.parts
        left = self.node(left_tree, table)
        if tree.kind in ("in", "not in"):
            among = Among(BOOLEAN, left, tuple(self.choice(p, left, table) for p in right_tree.parts))
            return among if tree.kind == "in" else Negation(BOOLEAN, among)
        if tree.kind == "has":
            if left.type.sort != "codes":
                raise _fault(_("“包含”只用于可以多选的项目。"), tree)
            return Has(BOOLEAN, left, self.code(right_tree, left.type, table))
        if left.type.sort == "codes":
            raise _fault(_("这是可以多选的项目，请写“包含”。"), tree)
        right = self.node(right_tree, table)
        if right.type.codes and isinstance(left, Constant):
            left, right = self.worded(left_tree, left, right.type), right
        elif left.type.codes and isinstance(right, Constant):
            right = self.worded(right_tree, right, left.type)
        if left.type.sort != right.type.sort:
            words = {"left": _sort(left.type), "right": _sort(right.type)}
            raise _fault(_("左边是%(left)s，右边是%(right)s，不能比较。"), tree, **words)
        if left.type.sort in ("text", "boolean") and tree.kind not in ("=", "!="):
            raise _fault(_("%(what)s不分大小，只能用“是”“不是”或“属于”。"), tree, what=_sort(left.type))
        if left.type.sort == "number":
            left, right = aligned(left, right, self._faults(tree))
        return Comparison(BOOLEAN, tree.kind, left, right)

    def choice(self, tree: Tree, left: Node, table: Table) -> Constant:
        value = self.node(tree, table)
        if not isinstance(value, Constant):
            raise _fault(_("“属于”后面只能是固定的值。"), tree)
        value = self.worded(tree, value, left.type)
        if value.type.sort != left.type.sort or left.type.sort not in ("text", "number", "date"):
            raise _fault(
                _("左边是%(left)s，右边是%(right)s，不能比较。"), tree, left=_sort(left.type), right=_sort(value.type)
            )
        if left.type.sort == "number":
            kept, fitted = aligned(left, value, self._faults(tree))
            if kept is not left or not isinstance(fitted, Constant):
                raise self._faults(tree)(TOO_FINE)
            return fitted
        return value

    def worded(self, tree: Tree, constant: Constant, type_: Type) -> Constant:
        """Return the code of a word where the other side is of a code list."""
        if not type_.codes or constant.type.sort != "text":
            return constant
        return replace(constant, value=self._code(tree, str(constant.value), type_))

    def code(self, tree: Tree, type_: Type, table: Table) -> str:
        constant = self.node(tree, table)
        if not isinstance(constant, Constant) or constant.type.sort != "text":
            raise _fault(_("“包含”后面是引号里的一个选项。"), tree)
        return self._code(tree, str(constant.value), type_)

    def _code(self, tree: Tree, word: str, type_: Type) -> str:
        if word in type_.codes:
            return type_.codes[word]
        if word in type_.codes.values():
            return word
        raise unknown(_("没有“%(word)s”这个选项。"), word, type_.codes, tree)

    # -- names -----------------------------------------------------------------------------------------------------

    def name(self, tree: Tree, table: Table) -> Node:
        words: tuple[str, ...] = tree.value
        owner = ""
        if len(words) == 2 and (parent := self._parent(words[0], table)):
            table, owner, words = parent, parent.name, words[1:]
        if len(words) != 1:
            raise self._lost(tree, words[0], table)
        if words[0] in AGE and table.birth:
            birth = Column(DATE, table, table.birth, owner)
            return Age(NUMBER, birth, self.on)
        field = table.by_word.get(words[0])
        if field is None:
            raise self._lost(tree, words[0], table)
        return self.field(field, table, owner)

    def field(self, field: Field, table: Table, owner: str = "") -> Node:
        """Return a column, or what its formula means."""
        if field.formula:
            if owner:
                raise Faulty(_("“%(name)s”是算出来的，不能从下级引用。") % {"name": field.title}, 0, 0)
            node = self.node(read(field.formula, self.vocabulary.words), table)
            return replace(node, type=replace(node.type, money=field.kind is Kind.MONEY))
        if field.kind in SCALES:
            return Column(measure(field.kind), table, field.name, owner)
        codes = field.codes if field.kind in (Kind.CODE, Kind.CODES) else {}
        return Column(Type(SORTS[field.kind], codes=codes), table, field.name, owner)

    def _parent(self, word: str, table: Table) -> Table | None:
        return next((p for p in self.vocabulary.parents(table) if word in (p.name, str(p.title))), None)

    def _lost(self, tree: Tree, word: str, table: Table) -> Faulty:
        known = [*table.by_word, *(AGE if table.birth else ())]
        for other in [*self.vocabulary.collections(table), *self.vocabulary.parents(table)]:
            known += [other.name, str(other.title)]
        message = _("“%(table)s”没有名为“%(word)s”的项目。").replace("%(table)s", str(table.title))
        return unknown(message, word, known, tree)

    # -- rows that belong to the row -------------------------------------------------------------------------------

    def call(self, tree: Tree, table: Table) -> Node:
        words: tuple[str, ...] = tree.value
        if len(words) == 1 and words[0] in PARAMETER:
            return self.setting(tree, table)
        if len(words) != 2:
            raise unknown(_("没有名为“%(word)s”的算法。"), ".".join(words), [*METHODS, *PARAMETER], tree)
        rows = next(
            (t for t in self.vocabulary.collections(table) if words[0] in (t.name, str(t.title))),
            None,
        )
        if rows is None:
            raise self._lost(tree, words[0], table)
        how = METHODS.get(words[1])
        if how is None:
            raise unknown(_("没有名为“%(word)s”的算法。"), words[1], METHODS, tree)
        return self.gathered(tree, how, rows, rows.links[table.name])

    def gathered(self, tree: Tree, how: str, rows: Table, link: str) -> Node:
        parts, value = list(tree.parts), None
        if how in OF_A_VALUE:
            if not parts:
                raise _fault(_("“%(method)s”的括号里先写要算的项目。"), tree, method=tree.value[1])
            value = self.measured(parts.pop(0), how, rows)
        conditions = [self.narrowing(part, rows) for part in parts]
        if rows.day and not any(part.kind == "period" for part in parts):
            conditions.append(self.within(rows, None, self.on))
        condition = None
        if conditions:
            condition = conditions[0] if len(conditions) == 1 else Logic(BOOLEAN, "and", tuple(conditions))
        if how == "all" and condition is None:
            raise _fault(_("“全部”的括号里要写条件。"), tree)
        if how == "none":
            found = Gathered(BOOLEAN, "any", rows, link, condition)
            return Negation(BOOLEAN, found)
        if how == "latest" and not rows.day:
            raise _fault(_("“%(table)s”没有日期，不分先后。"), tree, table=rows.title)
        return Gathered(self.result(tree, how, value), how, rows, link, condition, value)

    def measured(self, tree: Tree, how: str, rows: Table) -> Node:
        value = self.node(tree, rows)
        wanted = ("number",) if how in ("sum", "mean") else ("number", "date")
        if how == "latest":
            wanted = ("number", "date", "text", "boolean")
        if value.type.sort not in wanted:
            raise _fault(_("%(what)s不能这样算。"), tree, what=_sort(value.type))
        if how == "latest" and not isinstance(value, Column | Arithmetic | Age):
            raise _fault(_("“最近”的括号里先写一个项目。"), tree)
        return value

    def result(self, tree: Tree, how: str, value: Node | None) -> Type:
        if how in ("any", "all"):
            return BOOLEAN
        if how == "count" or value is None:
            return NUMBER
        if how in ("sum", "mean"):
            total = summed(value, self._faults(tree))
            return replace(value.type, exact=False) if how == "mean" else total
        return value.type

    def narrowing(self, tree: Tree, rows: Table) -> Node:
        if tree.kind != "period":
            return self.condition(tree, rows)
        if not rows.day:
            raise _fault(_("“%(table)s”没有日期，不能按时间取。"), tree, table=rows.title)
        first, last = days_of(tree.value, self.on)
        return self.within(rows, first, min(last, self.on))

    @staticmethod
    def within(rows: Table, first: date | None, last: date) -> Node:
        day = Column(DATE, rows, rows.day)
        until = Comparison(BOOLEAN, "<=", day, Constant(DATE, last))
        if first is None:
            return until
        return Logic(BOOLEAN, "and", (Comparison(BOOLEAN, ">=", day, Constant(DATE, first)), until))

    # -- parameters ------------------------------------------------------------------------------------------------

    def setting(self, tree: Tree, table: Table) -> Node:
        if len(tree.parts) != 1 or tree.parts[0].kind != "text":
            raise _fault(_('参数的写法是：参数("名称")。'), tree)
        word = tree.parts[0].value
        parameter = self.vocabulary.parameters.get(word)
        if parameter is None:
            raise unknown(_("没有名为“%(word)s”的政策参数。"), word, self.vocabulary.parameters, tree)
        if not parameter.values:
            raise _fault(_("政策参数“%(name)s”在这一天没有设置值。"), tree, name=parameter.title)
        if AREA in table.by_word:
            return self._set(tree, parameter, Column(TEXT, table, AREA))
        parent = next((p for p in self.vocabulary.parents(table) if AREA in p.by_word), None)
        if parent is None:
            raise _fault(_("“%(table)s”没有地区，不能用政策参数。"), tree, table=table.title)
        return self._set(tree, parameter, Column(TEXT, parent, AREA, parent.name))

    def _set(self, tree: Tree, parameter: Parameter, area: Column) -> Node:
        """Return a parameter as the constant it is, where all places have one value."""
        type_ = Type("number", SCALES.get(parameter.kind, 3), money=parameter.kind is Kind.MONEY)
        values = [int(Decimal(str(value)).scaleb(type_.scale)) for _prefix, value in parameter.values]
        constants = [fixed(type_, value, self._faults(tree)) for value in values]
        if len(values) == 1 and not parameter.values[0][0]:
            return constants[0]
        return Setting(max((c.type for c in constants), key=lambda t: t.most), parameter, area)


def unknown(message: str, word: str, known: Iterable[str], tree: Tree) -> Faulty:
    """Return the fault for a name nobody knows, with those most like it."""
    near = get_close_matches(word, list(known), n=3, cutoff=0.5) or [k for k in known if word in k or k in word][:3]
    text = message % {"word": word}
    if near:
        text += _("是不是想写：%(near)s？") % {"near": "、".join(f"“{n}”" for n in near)}
    return Faulty(text, tree.start, tree.end)


def _fault(message: str, tree: Tree, **values: Any) -> Faulty:
    return Faulty(message % values, tree.start, tree.end)


def _sort(type_: Type) -> str:
    return {
        "number": _("数字"),
        "text": _("文字"),
        "boolean": _("是非"),
        "date": _("日期"),
        "codes": _("多选"),
    }[type_.sort]
