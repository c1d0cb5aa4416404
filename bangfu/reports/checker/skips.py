"""What is no claim: dates, ordinals, document numbers, list numbers, telephone numbers, ages, titles of documents.

`skipped(text)` marks every character of such a thing. A numeral that begins in a marked character claims nothing.
"""

import re

_CN = "零〇一二三四五六七八九十廿卅百"
_YEAR = rf"(?:(?:1[89]|20)\d{{2}}|[{_CN}]{{4}})年"
_TO = r"\s*(?:[-—–~～]{1,2}|至|到|、|和|与|及)\s*"
_DAY = rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})[日号]"
_MONTH = rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})月(?!饼|均|工资|薪|嫂)"

DATES = (
    rf"(?:19|20)\d{{2}}{_TO}(?:19|20)\d{{2}}(?:年|学年)?",
    rf"{_YEAR}(?:{_MONTH}(?:{_DAY})?)?(?:{_TO}(?:{_YEAR})?(?:{_MONTH}(?:{_DAY})?|{_DAY}))?",
    r"(?<!\d)(?:19|20)\d{2}(?=年|届|学年|财年|版)",
    r"(?<!\d)(?:19|20)\d{2}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d)",
    rf"{_MONTH}(?:{_DAY})?{_TO}(?:{_MONTH})?{_DAY}",
    rf"(?:\d{{1,2}}|[{_CN}]{{1,2}}){_TO}{_MONTH}份?",
    rf"{_MONTH}(?:份|初|底|末|中旬|上旬|下旬)?\d{{1,2}}(?=[-—–至到])",
    rf"{_MONTH}(?:份|{_DAY})?",
    rf"(?<![\d{_CN}])\d{{1,2}}{_TO}\d{{1,2}}日",
    rf"(?<![\d{_CN}期时]){_DAY}(?!游|均|内|间|以内)",
    r"(?<!\d)\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)",
    rf"(?:上午|下午|晚上|凌晨|早上|中午|傍晚)(?:\d{{1,2}}|[{_CN}]{{1,3}})[点时](?:\d{{1,2}}分|半|许|整)?",
    r"(?<!\d)\d{1,2}时(?:\d{1,2}分)?(?!候|段|间|期|代)",
    rf"(?:\d{{2,4}}|[{_CN}]{{1,3}})年代|(?:\d{{1,2}}|[{_CN}]{{1,3}})世纪|(?<!\d)[05-9]0后|[八九]零后",
    rf"(?:前|第|全年|上|下)?[一二三四1-4]个?季度|前(?:\d{{1,2}}|[{_CN}]{{1,2}})个?(?:月|季度)|前[一二三两]季",
    rf"(?:最近|过去|今后|未来|往后|接下来|此后|前|后|近|头)(?:\d{{1,2}}|[{_CN}两几]{{1,3}})(?:余|多)?(?:年|个月|周年|天|届)(?!以上|内)",
    rf"(?:(?<=^)|(?<=[，。；：:、,\n“”！？—─ ]))(?:\d{{1,2}}|[{_CN}两]{{1,3}})(?:余|多)?年(?:多)?(?:来|间)",
    r"(?<!\d)\d{2}年(?=底|末|初|以来|至今|\d{1,2}月)",
)
NUMBERS_OF_THINGS = (
    r"[〔\[【（(]\s*\d{4}\s*[〕\]】）)]\s*(?:第)?\s*\d+\s*号",
    rf"(?:第|No\.?|编号[:：]?)\s*[\d{_CN}]+(?:[-—]\d+)?",
    rf"第[\d{_CN}两]+(?:[、和至到][\d{_CN}]+)*",
    rf"[\d{_CN}]+号(?!召|称)",
    r"[A-Za-z][-‑]?\d+(?:\.\d+)?(?![\d%])",
    r"(?:国道|省道|县道|乡道|京|沪|昆)\d+",
    r"\d+(?:[+＋][\dA-Za-z一二三四五六七八九十]+)+",
    r"(?<!\d)0\d{2,3}[-—– ]?\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)[48]00[- ]?\d{3}[- ]?\d{4}(?!\d)|\d{14,}[Xx]?",
    r"https?://[^\s，。；）)]+|www\.[\w./-]+|[\w.]+@[\w.]+",
    r"扶贫832|832(?=平台|网)|12345|12317|(?<!\d)1(?:10|19|20|22)(?=警|热线|电话)",
    r"(?<![\d.])\d+(?:[:：]\d+)+(?![\d万亿])",
    r"(?<!\d)\d{1,3}(?:\.\d{1,3}){2,}(?=[\s、\u4e00-\u9fff])(?![万亿元个户人%])",
)
ORDER = (
    rf"(?:(?<=^)|(?<=\n)|(?<=。)|(?<=；)|(?<=[：:]))\s*[#>*\s]*[（(]?(?:\d{{1,2}}|[{_CN}]{{1,3}})(?:[）)、．]|\.(?!\d)|\.(?=\d+(?:个|家|户|名|人|村)))",
    r"[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]",
    r"(?<![零〇一二三四五六七八九十百千万亿\d唯统同专单])[一二三四五六七八九十](?=是|要|则|来|为了|看|方面|靠)",
    r"其[一二三四五](?=[，是])",
    r"[①-⑳]",
    r"[一二三四](?=期(?:工程|项目|建设|完工))",
    r"[\d一二三四五六七八九十]+年级|[\dA]+A级|[1-9]A(?=级|景)|[一二三四五六七八九十\d]+(?:星级|年制|代会|中全会|部曲|分种|角债|缺一)",
)
AGES = (
    rf"(?:\d{{1,3}}|[{_CN}]{{1,4}})(?:余|多|来)?(?:周岁|岁)(?:[-—至到]\d+岁)?",
    r"(?<!\d)\d{1,2}[-—至到~]\d{1,3}(?:周岁|岁)",
    r"年龄(?:仅)?\d+",
)
TITLES = (r"《[^》\n]{1,80}》", r"（\d{4}[-—–]\d{4}年?）")

_SKIP = re.compile(
    "|".join(f"(?:{pattern})" for group in (NUMBERS_OF_THINGS, TITLES, DATES, ORDER, AGES) for pattern in group)
)
_DATE = re.compile("|".join(f"(?:{pattern})" for pattern in DATES))


def skipped(text: str) -> bytearray:
    """One byte a character: 1 where the character belongs to something that is no claim."""
    mask = bytearray(len(text))
    for match in _SKIP.finditer(text):
        for position in range(match.start(), match.end()):
            mask[position] = 1
    return mask


def dates(text: str) -> list[tuple[int, int]]:
    """Where dates and periods stand in `text`, in order."""
    return [match.span() for match in _DATE.finditer(text)]
