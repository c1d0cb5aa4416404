"""Sums told apart: parts section by section, line by line, from another view, or closed by their rest.

Their total stands in an earlier sentence or paragraph. Only exact agreement is asserted, where chance hardly gives it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from bangfu.reports.checker.context import Page, Spot, core
from bangfu.reports.checker.relations.chance import LIKELY, Trials
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.relations.nearness import CHANGE, EACH, alike, is_amount, words_of
from bangfu.reports.checker.relations.parts import sum_relation, total_of

_CLOSING = re.compile(r"其余|剩余|余下|其他|其它")
_NAME = 2  # first characters of a description, which name what a section reports
_SECTIONS = 16  # paragraphs over which sections of one list may stretch


def section_sums(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """Parts told one a paragraph, in the same words or first in each line, that make up a total given before them."""
    groups: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    for spot in page.spots:
        if is_amount(spot) and not EACH.search(words_of(spot)) and (name := core(words_of(spot))):
            groups[spot.claim.unit, name[:_NAME]].append(spot)
    for (unit, _), spots in groups.items():
        for run in _runs(spots):
            yield from _sum_before(page, run, unit)
    yield from _listed_by_line(page)


def _runs(spots: list[Spot]) -> Iterator[list[Spot]]:
    """Stretches of figures in the same words, one a paragraph, three or more."""
    run: list[Spot] = []
    for spot in [*spots, None]:
        if spot and run and run[-1].paragraph < spot.paragraph <= run[0].paragraph + _SECTIONS:
            run.append(spot)
            continue
        for start in range(min(2, len(run))):
            if len(run) - start >= 3:
                yield run[start:]
        run = [spot] if spot else []


def _sum_before(page: Page, parts: list[Spot], unit: str) -> Iterator[Relation]:
    computed, _ = total_of(parts)
    trials = Trials(LIKELY)
    for total in reversed(page.spots[max(0, parts[0].index - 60) : parts[0].index]):
        if total.claim.unit != unit or not is_amount(total):
            continue
        trials.tried += 1
        if computed == Fraction(total.claim.value) and trials.believes(
            Fraction(total.claim.step or 1) / Fraction(total.claim.value)
        ):
            yield sum_relation(total, parts, computed, "consistent")
            return


def _listed_by_line(page: Page) -> Iterator[Relation]:
    """全年支出1926.8万元，其中：and a line for each part, its money first."""
    first: dict[tuple[int, str], Spot] = {}
    for spot in page.spots:
        if is_amount(spot) and not EACH.search(words_of(spot)):
            first.setdefault((spot.paragraph, spot.claim.unit), spot)
    for total in page.spots:
        end = page.paragraph_span(total.paragraph)[1]
        if not is_amount(total) or end - total.claim.until > 40 or page.text[end - 1 : end] not in ("：", ":"):
            continue
        parts: list[Spot] = []
        computed = Fraction(0)
        while (part := first.get((total.paragraph + 1 + len(parts), total.claim.unit))) and computed < Fraction(
            total.claim.value
        ):
            parts.append(part)
            computed += Fraction(part.claim.value)
        if len(parts) >= 2 and computed == Fraction(total.claim.value):
            yield sum_relation(total, parts, computed, "consistent")


def rest_sums(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """大学新生268万元，高中生242万元，其余118.4万元: with its rest a list makes up a total of an earlier sentence."""
    summed = {claim for found in known if found.kind == "sum" for claim in found.claims[1:]}
    for rest in page.spots:
        if not is_amount(rest) or rest.claim.id in summed or not _CLOSING.search(words_of(rest)):
            continue
        before = [s for s in page.before(rest, 8) if is_amount(s) and alike(s.claim, rest.claim)]
        before = [s for s in before if not EACH.search(words_of(s)) and not CHANGE.search(words_of(s))]
        for length in range(1, min(5, len(before)) + 1):
            parts = [*reversed(before[:length]), rest]
            totals = list(_sum_before(page, parts, rest.claim.unit))
            if totals:
                yield totals[0]
                break


def viewed_sums(page: Page, known: list[Relation]) -> Iterator[Relation]:
    """从年龄看，35岁以下118人，36至50岁242人，51岁以上77人: another view of a total of an earlier sentence."""
    for cue, first in page.nested():
        head = page.spots[first]
        if not page.text.startswith(("从", "分", "按", "：", ":"), cue):
            continue
        here = [s for s in page.spots[first : first + 12] if s.sentence == head.sentence and is_amount(s)]
        for unit in dict.fromkeys(s.claim.unit for s in here[:3]):
            own = [s for s in here if s.claim.unit == unit and not EACH.search(words_of(s))]
            part = [s for s in own if s.part == head.part]
            for length in dict.fromkeys([len(part), *range(len(own), 1, -1)]):
                found = list(_sum_before(page, own[:length], unit)) if length > 1 else []
                if found:
                    yield found[0]
                    break
