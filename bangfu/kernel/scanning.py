"""Finding numbers that identify a person in text that is about to become public.

Pure: text in, findings out. It is meant to block, so it would rather stop a harmless number than let a telephone
pass: full-width and Chinese digits are read as digits, letters O and l among digits too, and digits may be separated
by spaces, dots, dashes, brackets, marks that take no room, and HTML tags.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两貳參叄陸兩", "001234567891234567891223362")
TAG = "\ue000"  # stands for each character of an HTML tag; private use, so that no text has it
MARKS = r"\s\-‐‑–—_.·•,，、/|*~+=#:：()（）\[\]【】"
SEPARATORS = rf"[{MARKS}]{{0,3}}(?:{TAG}+[{MARKS}]{{0,3}})?"
TAGS = re.compile(r"<[^<>]{1,60}>")
ORDINARY = re.compile(r"(?<![\d.,-])(?:(?:19|20)\d\d-[01]\d-[0-3]\d|\d{1,3}(?:,\d{3}){0,2}\.\d\d)(?![\d-]|[.,]\d)")
"""Dates and amounts to the fen below a billion: no identifying number is written so."""
UNSEEN = ("Cf", "Mn", "Me")  # categories of characters that take no room of their own
LOOKALIKES = ((re.compile(r"(?<=\d)[oO](?=[\doO])"), "0"), (re.compile(r"(?<=\d)[lI](?=[\dlI])"), "1"))
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Sensitive(StrEnum):
    """What a finding looks like."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Found:
    """A stretch of the text, by character offsets, that must not be published."""

    kind: Sensitive
    start: int
    end: int


def _run(first: str, more: str) -> str:
    """A pattern of single digits with separators between them; ``more`` is a count like ``{9}``."""
    return rf"(?<!\d){first}(?:{SEPARATORS}\d){more}"


PATTERNS = (
    (Sensitive.ID_NUMBER, re.compile(_run("[1-9]", "{16}") + rf"{SEPARATORS}[\dXx](?![\d])")),
    (Sensitive.BANK_ACCOUNT, re.compile(_run("[1-9]", "{15,18}") + r"(?!\d)")),
    (Sensitive.ID_NUMBER, re.compile(_run("[1-9]", "{14}") + r"(?!\d)")),
    (Sensitive.PHONE, re.compile(rf"(?<!\d)1{SEPARATORS}[3-9](?:{SEPARATORS}\d){{9}}(?!\d)")),
    (Sensitive.PHONE, re.compile(r"(?<!\d)0\d{2,3}[\s\-–—)）]{0,2}[2-9]\d{6,7}(?!\d)")),
    (
        Sensitive.PHONE,
        re.compile(r"(?:电话|手机|联系方式|微信|座机|致电)(?:号码|号)?[^\d]{0,6}(?P<number>[2-9]\d{6,9})(?!\d)"),
    ),
    (Sensitive.BANK_ACCOUNT, re.compile(r"(?:卡号|账号|帐号|账户|帐户)[^\d]{0,6}(?P<number>\d(?:[\s-]?\d){8,})")),
)

ACCOUNTS = re.compile(
    r"(?:(?:微信|薇信|威信|v信|we ?chat|weixin|\bvx|qq|扣扣|抖音|快手|小红书)"
    r"(?:(?:账号|帐号|号码|群|号|id)[\s:：是为]{0,3}|[\s:：是为]{1,3}|(?=[\d]))"
    r"(?P<account>[a-z][a-z0-9_-]{4,19}|\d{5,11}))|(?P<mail>[\w.+-]{2,40}@[a-z0-9-]+(?:\.[a-z0-9-]+)+)",
    re.IGNORECASE,
)
"""Accounts by which a person is reached: named by the service, or a mail address. 公众号 are everybody's."""


def readable(text: str) -> str:
    """Return the text with every way of writing a digit as that digit; each character stays where it is."""
    plain = text if text.isascii() else "".join(map(_compatible, text))
    plain = "".join(map(_digit_or_space, plain)).translate(CHINESE_DIGITS)
    plain = TAGS.sub(lambda tag: TAG * len(tag[0]), plain)
    for letter, digit in LOOKALIKES:
        plain = letter.sub(digit, plain)
    return plain


def _compatible(character: str) -> str:
    same = unicodedata.normalize("NFKC", character)
    return same if len(same) == 1 else character


def _digit_or_space(character: str) -> str:
    if character.isascii():
        return character
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    return " " if unicodedata.category(character) in UNSEEN else character


def identifying_numbers(text: str) -> list[Found]:
    """Return every ID, telephone and bank number a text seems to hold, in order, without overlaps."""
    plain = _without_ordinary(readable(text))
    found: list[Found] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(plain):
            start, end = match.span("number") if "number" in pattern.groupindex else match.span()
            if all(end <= one.start or one.end <= start for one in found):
                found.append(Found(kind if kind is not Sensitive.BANK_ACCOUNT else _kind(plain[start:end]), start, end))
    return sorted(found, key=lambda one: one.start)


def accounts_in(text: str) -> list[Found]:
    """Return the messenger accounts and mail addresses in a text, by which a person could be reached directly."""
    plain = readable(text)
    return [Found(Sensitive.ACCOUNT, *match.span(match.lastgroup or 0)) for match in ACCOUNTS.finditer(plain)]


def names_in(text: str, names: set[str]) -> list[str]:
    """Return which of some persons' names (of two characters or more) a text holds, spaces between them or not."""
    packed = "".join(unicodedata.normalize("NFKC", text).split())
    return sorted(name for name in names if len(name) >= 2 and "".join(name.split()) in packed)


def _without_ordinary(plain: str) -> str:
    """Take out ISO dates and amounts like 12,000.00, which side by side look like one long number."""
    return ORDINARY.sub(lambda found: "元" * len(found[0]), plain)


def _kind(number: str) -> Sensitive:
    """Tell an ID number from an account number by its check digit (GB 11643)."""
    digits = re.sub(r"[^\dXx]", "", number)
    if len(digits) != 18:
        return Sensitive.BANK_ACCOUNT
    total = sum(int(d) * w for d, w in zip(digits, ID_WEIGHTS, strict=False))
    return Sensitive.ID_NUMBER if "10X98765432"[total % 11] == digits[-1].upper() else Sensitive.BANK_ACCOUNT
