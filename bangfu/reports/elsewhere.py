"""Whether a text that is compared with a place's ledger is about that place at all.

A text of another county differs from the ledger in nearly everything, and none of it is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import CITY, COUNTY
from bangfu.parties.models import Area
from bangfu.reports.checker.check import CheckResult
from bangfu.reports.checker.compare import Comparison
from bangfu.reports.checker.script import plain
from bangfu.reports.ledger_scopes import SHORTEST, SUFFIX

OFTEN = 3  # names of another place that make a text one of it; of the county around a township, a single one
OF_ITS_OWN = re.compile("[全我本该](?:镇|乡|街道|村)")  # how a township or village calls itself
RATIO = 1.5  # how much oftener it must name that place than the one it is compared with


@dataclass(frozen=True)
class Elsewhere:
    """The place a text is about and the one it is compared with; ``unnamed`` if it never names the latter."""

    place: str
    asked: str
    unnamed: bool

    @property
    def words(self) -> str:
        """What is to be said above the findings."""
        told = {"place": self.place, "asked": self.asked}
        if self.unnamed:
            return _("文稿说的是%(place)s，没有提到%(asked)s：没有与%(asked)s的账本比对，请核对所选的地区。") % told
        return _("文稿主要说的是%(place)s：只有句中写明%(asked)s的数，才列出与账本的不同。") % told


def elsewhere(text: str, area_code: str) -> Elsewhere | None:
    """Return the county or city that a text is about if that is neither the place asked for nor inside it."""
    words = plain(text)
    own = Area.objects.get(code=area_code).name
    asked = words.count(_short(own)) + len(OF_ITS_OWN.findall(words) if len(area_code) > COUNTY else ())
    others: dict[str, int] = {}
    around = ""
    for code, name in Area.objects.filter(level__in=(CITY, COUNTY)).values_list("code", "name"):
        if name not in words:
            continue
        count = words.count(_short(name))
        if code.startswith(area_code):
            asked = max(asked, count)
        else:
            others[name] = count
            around = name if area_code.startswith(code) else around
    place, times = max(others.items(), key=lambda one: one[1], default=("", 0))
    told = 1 if place == around and not asked else OFTEN
    if times < told or times < asked * RATIO or _short(place) == _short(own):
        return None
    return Elsewhere(place, own, unnamed=not asked)


def without_strangers(found: Iterable[Comparison], about: Elsewhere, result: CheckResult) -> list[Comparison]:
    """Take back what a ledger says of the numbers of another place.

    Of a text that names the place asked for, those stand whose clause names it, and those that agree.
    """
    name = _short(about.asked)
    kept = []
    for one in found:
        said = result.said.get(one.claim)
        named = said is not None and name in f"{said.own}{said.clause}"
        if one.verdict == "unknown" or named or (one.verdict != "different" and not about.unnamed):
            kept.append(one)
        else:
            note = _("文稿说的是%(place)s，不与%(asked)s的账本比") % {"place": about.place, "asked": about.asked}
            kept.append(Comparison(one.claim, "unknown", note=note))
    return kept


def _short(name: str) -> str:
    short = SUFFIX.sub("", name)
    return short if len(short) >= SHORTEST else name
