"""Invented names of villages and firms where published texts give only their number."""

from __future__ import annotations

from collections.abc import Iterator

FIRST = "大新上石青桃柳松龙双金白云清红竹梅长东西南北永安福兴和平丰盛"
SECOND = "塘坪冲湾溪桥坝田庄岭沟山泉林洲台关店家城"


def words() -> Iterator[str]:
    """Yield two-character words, 620 of them, each once."""
    for shift in range(len(FIRST)):
        for place, second in enumerate(SECOND):
            yield FIRST[(place + shift) % len(FIRST)] + second
