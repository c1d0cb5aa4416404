"""Numbers inside names: slogans, idioms, campaigns and villages (两不愁三保障, 千方百计, 百企帮百村, 九棵树村).

They claim nothing. Those that count the members of a named set (四个不摘, 两县一区) are listed apart, since an
editor may want to see that a set of three has three members.
"""

import re
from dataclasses import dataclass

from bangfu.reports.checker.tables import longest_first, table

_NAMES = table("names")
_NUMBER = "零〇一二两三四五六七八九十百千万亿"
_MEMBERS = re.compile("|".join(longest_first(list(_NAMES["members"]))))
_IDIOMS = re.compile("|".join(longest_first(_NAMES["words"]["idioms"])))
_QUOTED = re.compile(r"[“‘\"][^“”‘’\"，。；！？\n]{1,16}[”’\"]")
_QUOTED_NUMBER = re.compile(rf"[{_NUMBER}]+")
_QUOTED_SHARE = re.compile(r"成[”’\"]$")  # the “六成” that was asked for
_TOLD = ("倍", "成，", "成。")  # a figure that is quoted: “一年增长了两倍”
_DAYS_AND_NIGHTS = re.compile(r"[一二两三四五六七八九十]天[一二两三四五六七八九十]夜")
_PLACE_MEASURES = "个家户名项条位次场座所间件批期年月天亩人口元大级类种"
_PLACE = re.compile(
    rf"(?<![{_NUMBER}\d有的个余多了名到至])[一二三四五六七八九十百千万](?!成)[^{_NUMBER}{_PLACE_MEASURES}\W\da-zA-Z]{{1,2}}(?:{'|'.join(_NAMES['places']['endings'])})(?![民委级干党支口])"
)
_BARE = {noun: unit for unit, nouns in _NAMES["bare"].items() for noun in nouns}
_BARE_NAME = re.compile(
    rf"(?<![{_NUMBER}\d第])([二两三四五六七八九十])({'|'.join(longest_first(list(_BARE)))})(?![块点面址方向下位长线期间形理])"
)
_TOGETHER = re.compile(
    r"[两三四五六七八](?=[项者类样][^，。；\d]{0,6}(?:加起来|合起来|合计|共计?|总计|相加|分别|合占|共占|互不|都)"
    r"|[村镇乡](?:分别|各|联|合|共)|种[^，。；\d]{0,3}都|类条件)|(?<=[，。；：\n])[两三四五六七八](?=批[^，。；\d]{0,6}(?:合计|共))"
)  # 三项合计, 三村分别, 两种病都有
_ASPECTS = re.compile(
    r"[两三四五六七八九十\d]{1,2}(?=个(?:方面|层面|环节|阶段|步骤|要点|关键|坚持|必须|统筹|平衡|聚焦|确保|突出|维度|体系|转变|导向|层次|切实|务必|落实|到位|强化|坚决|更加|不(?!同)|一律|严禁|带头|明确|注重|结合|加强|防止|精准|一批|全面|意识|自信|维护|确立|代表|覆盖|统一(?!的)))"
)
_DIGIT = {character: value for value, character in enumerate("零一二三四五六七八九十")} | {"两": 2}
_BOUND_BEFORE = re.compile(rf"[{_NUMBER}\d近上逾超过约达第]$")


@dataclass(frozen=True, slots=True)
class Name:
    """A counted name: `value` members of kind `unit`, at `start` to `end` of the reading copy."""

    start: int
    end: int
    value: int
    unit: str


def names(text: str, mask: bytearray) -> list[Name]:
    """Marks in `mask` every number that only belongs to a name; returns those that count members."""
    found = [*_members(text, mask)]
    for match in _QUOTED.finditer(text):
        _mark_quoted(match, mask)
    for match in _IDIOMS.finditer(text):
        if not _BOUND_BEFORE.search(text[max(0, match.start() - 1) : match.start()]):
            _mark(mask, match.start(), match.end())
    for pattern in (_PLACE, _ASPECTS, _TOGETHER):
        for match in pattern.finditer(text):
            _mark(mask, match.start(), match.end())
    for match in _BARE_NAME.finditer(text):
        if not mask[match.start()] or _inside_quotes(text, match.start()):
            found.append(Name(match.start(), match.end(), _DIGIT[match[1]], _BARE[match[2]]))
            _mark(mask, match.start(), match.end())
    return sorted(set(found), key=lambda name: name.start)


def _members(text: str, mask: bytearray) -> list[Name]:
    found = []
    for match in _MEMBERS.finditer(text):
        position = match.start()
        for part, count, unit in _NAMES["members"][match.group()]:
            position = text.index(part, position)
            found.append(Name(position, position + len(part), count, unit))
        _mark(mask, match.start(), match.end())
    return found


def _mark_quoted(match: re.Match[str], mask: bytearray) -> None:
    """Single number characters in a short quotation belong to its name; days and nights are a rule (五天四夜)."""
    kept = {position for rule in _DAYS_AND_NIGHTS.finditer(match.group()) for position in range(*rule.span())}
    if _QUOTED_SHARE.search(match.group()):
        return
    for number in _QUOTED_NUMBER.finditer(match.group()):
        told = match.group().startswith(_TOLD, number.end())
        if len(number.group()) == 1 and number.start() not in kept and not told:
            _mark(mask, match.start() + number.start(), match.start() + number.end())


def _inside_quotes(text: str, position: int) -> bool:
    return text[max(0, position - 1) : position] in ("“", "‘", '"')


def _mark(mask: bytearray, start: int, end: int) -> None:
    mask[start:end] = b"\1" * (end - start)
