"""What stands above a table about the units in it: 单位：万元; （单位：户、人、%）; 分类情况如下（单位：个、万元）："""

import re
from collections.abc import Callable, Sequence

from bangfu.reports.checker.numbers import numerals
from bangfu.reports.checker.units import last_noun, measure_of

RELATIVE_WORDS = (None, "%", "个百分点")
BARE_COUNT = re.compile(r"(?:个数|数量?|件数|宗数|总个?数|总量)(?:[（(]个[)）])?$")
SUMMED = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计|其[他它])$")
_CAPTION = re.compile(r"单位[:：]\s*([^。|\n]{1,40})")
_BETWEEN = re.compile(r"[、/／，,；;:：\s（()）]+")
_CURRENCY = "人民币"
_NEAR = 80  # how far above a table its caption ends
_QUANTITY = re.compile(r"(?:总?数量?|合计|个数)?(?:[（(][^（()）]*[)）])?$")
_ROWS_OF = re.compile(r"(?:类别|类型|名称|种类|分类)$")
_SOURCE = re.compile(
    r"中央|地方|财政|自筹|配套|本级|[省市州县区乡镇]级|^[省市州县区]$|贷款|捐赠?|投入|支出|拨付|到位|下达|支付|结[余转]|预算"
)
_MONEY, _PIECE = "CNY", "个"


def captions_of(text: str) -> list[str]:
    """The units that the last caption in `text`, what stands before a table or in its first row, names."""
    for match in reversed(list(_CAPTION.finditer(text[-_NEAR:]))):
        if found := _units_of(match[1]):
            return found
    return []


def _units_of(words: str) -> list[str]:
    found: list[str] = []
    for piece in _BETWEEN.split(words):
        unit = piece.removeprefix(_CURRENCY).removesuffix(_CURRENCY)
        if not is_whole_measure(unit):
            break
        found.append(unit)
    return found


def is_whole_measure(words: str) -> bool:
    """Whether words are a measure and nothing more: 万元, %, not 人均 and not 2024年."""
    if not words or any(character.isdigit() for character in words):
        return False
    numeral = next(numerals("1" + words), None)
    measure = measure_of("1" + words, numeral) if numeral else None
    return measure is not None and measure.end == len(words) + 1


def unit_of_words(words: str) -> str | None:
    """The unit that the words of a measure mean: 万元 is money."""
    numeral = next(numerals("1" + words), None)
    measure = measure_of("1" + words, numeral) if numeral else None
    return measure.unit if measure else None


def noun_of(heading: str) -> tuple[str, str] | None:
    """What a heading names, with its unit: 脱贫户数 the households; 个数 and 合计 nothing."""
    return last_noun(_QUANTITY.sub("", heading), shortest=1)


def pieces_of(first: str) -> str:
    """The unit of 个数, by the heading over what is counted: 项目类别 are projects."""
    noun = noun_of(_ROWS_OF.sub("", first))
    return f"{_PIECE}{noun[0]}" if noun and noun[1] in ("project", "organisation") else _PIECE


class Captions:
    """The units of a caption, given out to the columns of a table by their headings."""

    def __init__(self, captions: Sequence[str], headings: Sequence[str], has_own: Callable[[str], bool]) -> None:
        self._headings = list(headings)
        self._has_own = has_own
        self._amounts = [words for words in captions if words not in RELATIVE_WORDS]
        self._any = next(iter(self._amounts or captions), None)
        self._money = next((words for words in self._amounts if unit_of_words(words) == _MONEY), None)

    def is_money(self, words: str | None) -> bool:
        """Whether the words of a caption are the one of money."""
        return words is not None and words == self._money

    def of(self, heading: str) -> str | None:
        """The caption's unit for a column; of several (户、人、万元) the one that measures what the heading names."""
        if len(self._amounts) < 2:
            return self._any
        noun = noun_of(heading)
        if noun:
            return next((words for words in self._amounts if unit_of_words(words) == noun[1]), self._of_source(heading))
        if BARE_COUNT.match(heading):
            counts = [words for words in self._amounts if words != self._money]
            return counts[0] if len(counts) == 1 and counts[0] != _PIECE else None
        return self._of_source(heading)

    def _of_source(self, heading: str) -> str | None:
        """万元 for a column called after who pays (中央, 省级), or beside 个数 where no other is named as money."""
        if self._money is None:
            return self._amounts[0] if heading else None  # 应走访, 已走访 in 户、%、个
        if not heading:
            return None
        if _SOURCE.search(heading) or (self._only_counted_once() and not noun_of(heading)):
            return self._money
        if not SUMMED.match(heading):
            return None
        at = self._headings.index(heading)
        beside = [*reversed(self._headings[1:at]), *self._headings[at + 1 :]]
        named = next((other for other in beside if not SUMMED.match(other) and not BARE_COUNT.match(other)), "")
        return self._money if _SOURCE.search(named) or (noun_of(named) or ("", ""))[1] == _MONEY else None

    def _only_counted_once(self) -> bool:
        """Whether a table has a column 个数, and no other that says of itself what it counts."""
        others = [words for words in self._headings[1:] if words and not self._has_own(words)]
        rest = [words for words in others if not BARE_COUNT.match(words)]
        return len(rest) < len(others) and not any(noun_of(words) for words in rest)
