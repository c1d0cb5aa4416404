"""Invented people: the same ones at every build.

ID numbers carry the prefix 420300, which names a city and was never given to a person, so that no invented number
is anybody's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bangfu.kernel.workbooks import id_check_digit

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
MALE_NAMES = [
    "建国",
    "志强",
    "大勇",
    "明远",
    "家旺",
    "德才",
    "永福",
    "长根",
    "光荣",
    "世平",
    "立新",
    "卫东",
    "金山",
    "春生",
    "学文",
    "国庆",
    "祥云",
    "宏伟",
    "正阳",
    "克俭",
]
FEMALE_NAMES = [
    "秀英",
    "桂兰",
    "玉梅",
    "春花",
    "丽华",
    "冬梅",
    "翠云",
    "小芳",
    "凤霞",
    "月娥",
    "彩霞",
    "雪琴",
    "淑珍",
    "美玲",
    "红艳",
    "晓燕",
    "素芬",
    "荷花",
    "金凤",
    "文静",
]
PREFIX = "420300"
MALE, FEMALE = "1", "2"


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist. ``sex`` as in GB/T 2261.1."""

    name: str
    sex: str
    birth_date: date
    id_number: str
    phone: str


class People:
    """A source of invented people; no two share an ID or telephone number."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - the same people at every build, nothing secret
        self._given: dict[str, int] = {}
        self._phones = self._numbers(seed)

    def one(self, oldest: int, youngest: int, on: date, sex: str = "", surname: str = "") -> Invented:
        """Return somebody whose age on a day lies between two ages."""
        sex = sex or self.random.choice((MALE, FEMALE))
        born = on - timedelta(days=self.random.randint(youngest * 366, oldest * 365))
        names = MALE_NAMES if sex == MALE else FEMALE_NAMES
        name = (surname or self.random.choice(SURNAMES)) + self.random.choice(names)
        return Invented(name, sex, born, self._id_number(born, sex), next(self._phones))

    def _id_number(self, born: date, sex: str) -> str:
        day = f"{PREFIX}{born:%Y%m%d}"
        order = self._given.get(day + sex, 0)
        self._given[day + sex] = order + 1
        body = f"{day}{order * 2 + (1 if sex == MALE else 0):03d}"
        return body + id_check_digit(body)

    @staticmethod
    def _numbers(seed: int) -> Iterator[str]:
        number = seed * 1_000_000
        while True:
            number += 1
            yield f"154{number:08d}"  # no network has been given numbers that begin with 154
