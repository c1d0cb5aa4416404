"""Which unit a figure has: by the measure word behind it, or by the noun beside it.

The tables of `tables/units.toml` hold the words; this module only knows where to look: behind the figure
(6个乡镇, 11个专项工作组), before it (项目329个), or, for a scaled number without a measure word, around it
(40万茅箭人民, 订单量超20万).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from bangfu.reports.checker.numbers import Numeral, chinese_value
from bangfu.reports.checker.tables import longest_first, table

_TABLE = table("units")
_MEASURES = {word: unit for unit, words in _TABLE["measure_words"].items() for word in words}
_GUARDS = {word: re.compile(pattern) for word, pattern in _TABLE["guards"].items() if pattern}
_MEASURE = re.compile(" ?(" + "|".join(re.escape(word) for word in longest_first(list(_MEASURES))) + ")")
_IN_DIGITS = frozenset(("分", *_TABLE["in_digits"]["words"]))  # 三方, 三分, 一排: other words
_NOUNS = {word: unit for unit, words in _TABLE["nouns"].items() for word in words}
_NOUN = re.compile("|".join(re.escape(word) for word in longest_first(list(_NOUNS))))
_LONGEST_NOUN = max(map(len, _NOUNS))
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d ?$")  # 2020人均收入 is a year and a mean, 209户均已落实 are households
_MEAN_OF_YEAR = re.compile("均")
_LINKER = re.compile("(?:" + "|".join(longest_first(_TABLE["linkers"]["words"])) + ")*")
_VERB = re.compile("|".join(longest_first(_TABLE["linkers"]["verbs"])))
_ACTED = {verb: unit for unit, verbs in _TABLE["acts"].items() for verb in verbs}
_ACTED_BEFORE = re.compile("(" + "|".join(longest_first(list(_ACTED))) + ")[了有的达到]{0,2}$")
_TOPIC = re.compile(r"([^，。；：、\d]{2,14})，[^，。；、]{0,10}(?:有|达到?)$")  # 创业实体，到3月底有1284个
_GREW = re.compile(r"([^，。；：、\d由从]{2,14})[由从](?:[^，。；、\d]{0,8}的)?$")  # 帮扶车间由去年底的42个增加到51个
_THEME = re.compile(r"(?:^|[。；，\n])([^，。；：、\d]{2,12})中[，：][^。；\n]*$")
_OVERRIDES: dict[str, list[str]] = _TABLE["noun_overrides"]
_RUN_BY: dict[str, list[str]] = _TABLE["run_by"]
WIDE_MEASURES = frozenset(_OVERRIDES)  # they count what they name by themselves, or what the noun beside them names
_STOP = re.compile(r"[，。；：！？\s（(“”\"《,;:\d|、…—─]")
_STOP_BEFORE = re.compile(r"[，。；：！？\n）)“”\"》,;:\d|、…—─]")
_QUOTED_BEFORE = re.compile(r"[“‘《]([^“”‘’《》]{2,14})[”’》]$")
_ACTORS = ("person", "household", "organisation", "village", "county", "township")
_SAID_OF_IT = re.compile(
    r"已(?:全|经|拨|到|花|用|投|还)|全[部都额数]|就(?![业读医诊])|都|才(?![能])|还(?![款贷])|给(?!付)|由|没有?[花用到拨动着]"
)  # 一千二百万已全部拨到项目上
_SAID_OF_THEM = re.compile(
    r"因|卡在|至今|超过|正在|没有|全部|分[布散]|位于|集中[在于]|落在|限期|尚|仍|涉及|达到|在[^建册校岗读编研售营用库产办地押]"
)  # 2个涉及土地手续, 未开工的14个分布在云台县: what was named before
_NOT_BEGUN = re.compile(r"(?:至今|尚|还|仍)?(?:没有?|未)(?:开工|动工|完工|竣工)(?=$|[，。；])")  # 有4个没开工
_OF_A_KIND = re.compile(r"[^的，。；：]{2,10}类(?=项目|企业|产品|问题|岗位|工程|活动)")
_CURRENCY = ("¥", "￥")
_PERSONS = ("我们", "咱们", "他们", "她们", "你们", "姐妹", "兄弟")
_DONE = re.compile("[下买卖捐送拿办投发领养种做交派订]")
_NOT_HEAD = "级直委内外域城籍民间办属管长"
_MODIFYING = ("级", "化", "型", "性")
_NOT_PERSON = "均才"
_RELATIVE = tuple("有患无享参符未已在被受从没具需处生持")
_NO_NOUN = ("由", "被", "均", "为", "是", "共")  # 63个由县妇联兜底 counts no counties
_NUMBER_FIRST = re.compile("[一二两三四五六七八九十百千几数]")
_BARE_NOUN_UNITS = {
    "person",
    "household",
    "village",
    "township",
    "organisation",
    "project",
    "community",
    "post",
    "county",
}
_PLACE_UNITS = {"village", "township", "county", "city", "province", "place", "community", "country", "area", "group"}
_TENTHS = re.compile(
    r"成(?!立|为|员|功|本|效|果|了(?![，。！？；”）\n]|$)|品|年|活|交|都(?![不没])|长|熟|绩|就|片|套)([一二三四五六七八九半])?"
)
_COUNTED_KINDS = re.compile("[两三四五六七八九十][个大]?[类项种]")  # 公共服务5个三类
_COINS = re.compile(
    r"块([一二三四五六七八九半]|\d(?!\d))(?=钱|[，。；、！？）”\n卖涨升降到提的]|一[块斤个只]|$)"
)  # 一块五
_CENTS = re.compile(r"角([一二三四五六七八九\d])分(?=钱|[，。；、！？）”\n]|$)")  # 三角五分
_PENNIES = re.compile(r"分钱(?![一-鿿]?财)")  # 八分钱
_DIMES = re.compile(
    r"[毛角](?!坯|豆|衣|毯|巾|线|利|料|笋|石|竹|主席|泽|落|度|色|逐|膜)([一二三四五六七八九五\d])?(?:钱|分)?(?=[，。；、！？）”\n一]|$)"
)  # 八毛五
_CHEAPER = re.compile(r"折(?=[，。；、！？）”\n]|优惠|收取|购|门票|后|价|$)")  # 五折: half the price
_TEN = 10
_MU_TENTHS = re.compile(r"([一二三四五六七八九]|\d)分地?")  # 三亩七分地
_HALF = re.compile("半(?!年|数|个)")
_HALVED = ("年", "天", "公里", "个月", "小时", "个小时", "倍", "亩", "斤", "里", "吨", "公斤")
_WINDOW = 18
_ACTOR = 6  # characters in which who does something is named
_GAP = 4  # characters between a noun and its figure: 项目已达到329个


@dataclass(frozen=True, slots=True)
class Measure:
    """What was read behind a numeral: the unit, where the figure ends, and the value it then has."""

    unit: str | None
    end: int
    value: Decimal
    word: str = ""
    more: bool = False


def measure_of(text: str, numeral: Numeral) -> Measure | None:
    """The unit of `numeral`; a measure word that needs a noun gives `unit` None; None when it measures nothing."""
    if numeral.form in ("percent", "fraction"):
        return Measure("percent", numeral.end, numeral.value)
    if numeral.form == "permille":
        return Measure("permille", numeral.end, numeral.value)
    tenths = _TENTHS.match(text, numeral.end)
    if tenths and numeral.value <= 10 and not numeral.scaled:
        rest = Decimal(5) if tenths[1] == "半" else chinese_value(tenths[1]) if tenths[1] else Decimal(0)
        return Measure("percent", tenths.end(), numeral.value * 10 + (rest or 0), "成")
    if coins := _COINS.match(text, numeral.end):
        return Measure("CNY", coins.end(), numeral.value + _tenths(coins[1]) / 10, "块")
    if cents := _CENTS.match(text, numeral.end):
        return Measure("CNY", cents.end(), numeral.value / 10 + _tenths(cents[1]) / 100, "角")
    if _PENNIES.match(text, numeral.end) and 1 < numeral.value < _TEN * 10:  # 没有收过一分钱
        return Measure("CNY", numeral.end + 2, numeral.value / 100, "分")
    if dimes := _DIMES.match(text, numeral.end):
        value = numeral.value / 10 + (_tenths(dimes[1]) / 100 if dimes[1] else 0)
        return Measure("CNY", dimes.end(), value, "毛")
    words = _measure_word(text, numeral.end)
    if numeral.chinese and 1 < numeral.value < _TEN and _CHEAPER.match(text, numeral.end):
        return Measure("percent", numeral.end + 1, numeral.value * 10, "折")
    if words is None or (words[0] in _IN_DIGITS and numeral.chinese and not numeral.scaled):
        return None
    word, end = words
    value = numeral.value
    if word == "个" and text.startswith(("多月", "半月", "多小时", "半小时"), end):
        return _month_and_more(text, numeral, end)
    if word in _HALVED and _HALF.match(text, end):
        return Measure(_MEASURES[word], end + 1, value + Decimal("0.5"), word)
    if word == "亩" and (tenth := _MU_TENTHS.match(text, end)):
        return Measure("mu", tenth.end(), value + _tenths(tenth[1]) / 10, word)
    unit = _MEASURES[word]
    return Measure(None if unit == "noun" else unit, end, value, word)


def _tenths(digit: str) -> Decimal:
    return Decimal(digit) if digit.isdecimal() else chinese_value(digit) or Decimal(5)


def is_coins(text: str, numeral: Numeral) -> bool:
    """Whether a numeral is a price with its tenths: 一块五 is 1.5 yuan, 一块 may be a piece."""
    return _COINS.match(text, numeral.end) is not None


def _measure_word(text: str, position: int) -> tuple[str, int] | None:
    match = _MEASURE.match(text, position)
    while match:
        word = match[1]
        guard = _GUARDS.get(word)
        of_a_year = _MEAN_OF_YEAR.match(text, match.end()) and _YEAR.search(text[max(0, position - 5) : position])
        if not of_a_year and (guard is None or not guard.match(text, match.end())):
            return word, match.end()
        if len(word) == 1:
            return None
        match = re.compile(" ?(" + re.escape(word[0]) + ")").match(text, position) if word[0] in _MEASURES else None
    return None


def _month_and_more(text: str, numeral: Numeral, end: int) -> Measure:
    hours = "小时" in text[end : end + 3]
    half = text[end] == "半"
    value = numeral.value + (Decimal("0.5") if half else 0)
    return Measure("hour" if hours else "month", end + (3 if hours else 2), value, "个", more=not half)


def noun_after(text: str, position: int) -> tuple[str, str] | None:
    """The noun that a figure ending at `position` counts, with its unit: 个[专项工作组], 个[有任务的村]."""
    window = text[position : position + _WINDOW]
    stop = _STOP.search(window)
    window = window[: stop.start()] if stop else window
    if window.startswith(_NO_NOUN) or _COUNTED_KINDS.match(window):
        return None
    if kind := _OF_A_KIND.match(window):
        window = window[kind.end() :]  # 3个人才和劳务类项目
    if _NOT_BEGUN.match(window):
        return "项目", "project"
    of = window.find("的")
    if of < 0:
        noun = _head_noun(window)
        said = noun and _SAID_OF_THEM.match(window) and not window.endswith(noun[0])
        return None if said else noun
    owner = None if window.startswith(_RELATIVE) else _head_noun(window[:of])
    if owner or _NUMBER_FIRST.match(window, of + 1):
        return owner
    return _head_noun(window[of + 1 :], near=True) or _head_noun(window[:of])


def _head_noun(window: str, near: bool = False) -> tuple[str, str] | None:
    match = _next_noun(window, 0)
    if match is None or (near and match.start() > 6):
        return None
    while match:
        unit = _NOUNS[match.group()]
        if len(match.group()) == 1 and match.start() == 0 and _VERB.match(window, 1):
            return match.group(), unit  # 108个村发展集体经济项目
        linked = _LINKER.match(window, match.end())
        position = linked.end() if linked else match.end()
        following = _NOUN.match(window, position)
        if unit == "sku" or following is None or not _is_head(window, following):
            return match.group(), unit
        if _NOUNS[following.group()] == "CNY" or (linked and linked.group() in ("、", "和", "及")):
            return match.group(), unit  # 46个村集体经济收入: villages, no money
        match = following
    return None


def _next_noun(window: str, position: int) -> re.Match[str] | None:
    while match := _NOUN.search(window, position):
        if _is_head(window, match):
            return match
        position = match.start() + 1
    return None


def _is_head(window: str, match: re.Match[str]) -> bool:
    if window.startswith(_MODIFYING, match.end()):
        return False  # 国家级平台, 专业化服务
    if len(match.group()) > 1:
        return True
    following = window[match.end() : match.end() + 1]
    if following and following in _NOT_PERSON and match.group() in ("人", "户"):
        return False
    return not following or following not in _NOT_HEAD


def noun_before(text: str, position: int, common_only: bool = True) -> tuple[str, str] | None:
    """The noun that stands before a figure (项目329个); bare place names (武山县20个) do not count."""
    window = text[max(0, position - _WINDOW) : position]
    if quoted := _QUOTED_BEFORE.search(window):
        return last_noun(quoted[1], shortest=1)  # “巧手工坊”32个
    stops = list(_STOP_BEFORE.finditer(window))
    window = window[stops[-1].end() :] if stops else window
    found: tuple[str, str] | None = None
    cursor = until = 0  # 新项目 is no 项目: of two nouns that end together the longer counts
    while match := _NOUN.search(window, cursor):
        unit = _NOUNS[match.group()]
        if unit in ("month", "day"):
            cursor = match.start() + 1
            continue  # 3月底有1284个: a date
        proper = len(match.group()) == 1 and (unit in _PLACE_UNITS or unit in ("person", "point", "type", "team"))
        described = window[match.start() - 1 : match.start()] == "的"
        gap = window[match.end() :]
        acts = gap.startswith("均") or (unit in _ACTORS and _DONE.search(gap))  # 客户又下了2000个
        kind = gap and _LINKER.fullmatch(gap.removesuffix("类"))  # 农产品加工4个 counts no products
        near = len(gap) <= _GAP and not acts and not kind
        if near and match.end() > until and (described or not (common_only and proper)):
            found, until = (match.group(), unit), match.end()
        cursor = match.start() + 1
    return found


def last_noun(words: str, shortest: int = 2) -> tuple[str, str] | None:
    """The noun of `shortest` characters or more that `words` end in."""
    ends = (words[start:] for start in range(max(0, len(words) - _LONGEST_NOUN), len(words) - shortest + 1))
    noun = next((end for end in ends if end in _NOUNS), None)
    return (noun, _NOUNS[noun]) if noun else None


def unit_beside(text: str, start: int, measure: Measure) -> str | None:
    """The unit that the noun beside a figure gives it, None when no noun of the tables stands there."""
    allowed = _OVERRIDES.get(measure.word)
    after, before = noun_after(text, measure.end), noun_before(text, start)
    if measure.unit is not None:
        if allowed is None:
            return measure.unit
        if after and text.startswith(after[0], measure.end):
            before = None  # 产品认定27家企业
        window = _STOP.split(text[measure.end : measure.end + _ACTOR])[0]
        first = _next_noun(window, 0)
        if first and _NOUNS[first.group()] == measure.unit:
            return measure.unit  # 89家预算单位采购扶贫产品270.1万元
        run_by = _RUN_BY.get(measure.word, ())
        nouns = [noun[1] for noun in (before, after) if noun and noun[0] not in run_by]
        return next((unit for unit in nouns if unit in allowed), measure.unit)
    if after is None and before and before[1] in _ACTORS and (theme := _THEME.search(text[max(0, start - 60) : start])):
        before = last_noun(theme[1]) or before  # 签约项目中，深圳商会3个
    counted = next((noun[1] for noun in (after, before) if noun), None)
    if text[max(0, start - 2) : start] in _PERSONS and not text.startswith((after or ("",))[0], measure.end):
        return "person"  # 我们四个住村
    before_it = text[max(0, start - 30) : start]
    if counted is None and (topic := _TOPIC.search(before_it) or _GREW.search(before_it)):
        counted = (last_noun(topic[1]) or ("", None))[1]
    if counted is None and (acted := _ACTED_BEFORE.search(text[max(0, start - 6) : start])):
        return _ACTED[acted[1]]
    return "item" if counted == "CNY" and measure.word else counted  # 资金闲置14个 counts cases, not money


def unit_without_measure(text: str, numeral: Numeral) -> str | None:
    """The unit of a number with no measure word: 9.3万农村人口, 300余民营企业, 订单量超20万."""
    if text.endswith(_CURRENCY, 0, numeral.start):
        return "CNY"
    window = text[numeral.end : numeral.end + 10]
    stop = _STOP.search(window)
    window = window[: stop.start()] if stop else window
    match = None if _SAID_OF_IT.match(window) else _next_noun(window, 0)
    loose = numeral.scaled or numeral.bound != "exact"
    if numeral.chinese and not loose:
        return None  # 三岔口社区
    if match and _NOUNS[match.group()] in _BARE_NOUN_UNITS and match.start() <= (7 if loose else 2):
        head = _head_noun(window)
        if loose or len(match.group()) > 1:
            if head and head[1] == "CNY":
                return None  # 五百万项目资金
            return head[1] if head and head[1] in _BARE_NOUN_UNITS else _NOUNS[match.group()]
    return None
