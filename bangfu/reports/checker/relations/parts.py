"""Words that tell what a figure in a sum is: a total, a part, a rate, a change, a remainder; and the sum itself."""

import re
from fractions import Fraction

from bangfu.reports.checker.context import Spot
from bangfu.reports.checker.relations.arithmetic import Interval, Verdict, figure, interval, shown
from bangfu.reports.checker.relations.finding import Relation, relation
from bangfu.reports.checker.tables import table

RATES = ("percent", "permille", "percentage_point", "multiple", "year", "month", "day", "night", "hour", "week")
EACH = re.compile(
    r"每|平均|均价|单价|标准|最高|最低|起付|一[亩斤箱吨袋只头株](?:地|[一-鿿]{0,4}[价卖收产])"
    r"|一[座间栋台辆盏只头亩斤箱袋吨株公斤个]$|一个工$|[亩株单]产"
    r"|[人户村社校亩企场岗班队站店镇乡县台次年月日餐床课票目格组位单件笔例套车桌客生师]均(?![为已有在能可达落未不])|车间均|单位均"
)
CHANGE = re.compile(
    r"增加(?!值)|增长|减少|下降|提高|降低|净增|同比|环比|较上年|比上年|较去年|比去年|较年初|高于|低于|多于|多增|少增|同期|(?<![商赶班])超(?!市)"
)
CLOSING = re.compile(r"剩余|其他|其余|其它|余下|结余|未")


_CUTS: dict[str, list[str]] = table("cues")["cuts"]


def of_two_cuts(parts: list[Spot]) -> bool:
    """Whether parts divide their whole in different ways (大专以上76人，35岁以下49人): they are never added up."""
    if parts[0].claim.unit not in ("person", "person_time", "team"):
        return False
    said = [{cut for cut, words in _CUTS.items() if any(word in part.label for word in words)} for part in parts]
    return len(set().union(*said)) > 1 and not set.intersection(*said)


def total_of(parts: list[Spot]) -> tuple[Fraction, Interval]:
    computed = sum((Fraction(part.claim.value) for part in parts), Fraction(0))
    possible = Interval(Fraction(0), Fraction(0))
    for part in parts:
        possible += interval(part.claim)
    return computed, possible


def sum_relation(total: Spot, parts: list[Spot], computed: Fraction, verdict: Verdict, note: str = "") -> Relation:
    unit = total.claim.unit
    formula = " + ".join(figure(part.claim) for part in parts) + " = " + shown(computed, unit, total.claim)
    return relation("sum", total.claim, [part.claim for part in parts], formula, computed, verdict, note)
