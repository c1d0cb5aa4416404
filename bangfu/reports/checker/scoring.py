"""Measuring the checker against annotated texts: precision and recall of claims, values, units, bounds, relations.

An annotation file (JSONL) has a line a claim (`start`, `end`, `value`, `unit`, `bound`, maybe `kind`) and a line a
relation (`relation`, `verdict`, `claims`: ids of claims, the stated one first). Used by the tests and
by `bench/checker.py`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from bangfu.reports.checker.check import CheckResult, check_text
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.relations.finding import Relation

_NAMES = ("composition", "rank")


@dataclass(slots=True)
class Score:
    """Counts over one text or many. A figure counts as found if its span overlaps the annotated one."""

    characters: int = 0
    gold_claims: int = 0
    found_claims: int = 0
    false_claims: int = 0
    right_values: int = 0
    right_units: int = 0
    right_bounds: int = 0
    names: int = 0
    gold_relations: int = 0
    found_relations: int = 0
    right_verdicts: int = 0
    false_conflicts: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def recall(self) -> float:
        """Share of the annotated claims that were found."""
        return self.found_claims / self.gold_claims if self.gold_claims else 1.0

    @property
    def precision(self) -> float:
        """Share of the found claims that are annotated."""
        found = self.found_claims + self.false_claims
        return self.found_claims / found if found else 1.0

    @property
    def relation_recall(self) -> float:
        """Share of the annotated relations that were found."""
        return self.found_relations / self.gold_relations if self.gold_relations else 1.0

    def share(self, count: int) -> float:
        """`count` as a share of the found claims."""
        return count / self.found_claims if self.found_claims else 1.0


def annotated(path: Path) -> tuple[str, list[dict[str, Any]]]:
    """The text `path` (.txt) with the rows of the annotation beside it (.jsonl)."""
    rows = [json.loads(line) for line in path.with_suffix(".jsonl").read_text("utf-8").splitlines() if line]
    return path.read_text("utf-8"), rows


def score(text: str, rows: list[dict[str, Any]]) -> Score:
    """Checks `text` and counts agreement with the annotation. Counted names (两不愁) are counted apart."""
    result = check_text(text)
    gold = {row["id"]: row for row in rows if "start" in row}
    counts = Score(characters=len(text))
    used = _score_claims(result, list(gold.values()), counts)
    counts.false_claims = len(result.claims) - len(used)
    _score_relations(result, gold, [row for row in rows if "relation" in row], counts)
    return counts


def _score_claims(result: CheckResult, gold: list[dict[str, Any]], counts: Score) -> set[str]:
    used: set[str] = set()
    for row in gold:
        overlapping = [claim for claim in result.claims if claim.start < row["end"] and claim.end > row["start"]]
        fresh = [claim for claim in overlapping if claim.id not in used]
        claim = next((claim for claim in fresh if _same_value(claim, row)), fresh[0] if fresh else None)
        named = any(name.start < row["end"] and name.end > row["start"] for name in result.names)
        if claim is None and (named or row.get("kind") in _NAMES):
            counts.names += 1
            continue
        if claim is None and overlapping:
            continue  # annotated once a recipient (各30万元), found once
        counts.gold_claims += 1
        if claim:
            used.add(claim.id)
            counts.found_claims += 1
            counts.right_values += _same_value(claim, row)
            counts.right_units += claim.unit == row["unit"]
            counts.right_bounds += claim.bound == row["bound"]
    return used


def _same_value(claim: Claim, row: dict[str, Any]) -> bool:
    return abs(float(claim.value) - row["value"]) <= max(0.005, 1e-9 * abs(row["value"]))


def _score_relations(result: CheckResult, gold: dict[str, Any], wanted: list[dict[str, Any]], counts: Score) -> None:
    spans = {claim.id: (claim.start, claim.end) for claim in result.claims}
    matched: set[str] = set()
    for row in wanted:
        counts.gold_relations += 1
        places = [(gold[claim]["start"], gold[claim]["end"]) for claim in row["claims"]]
        hits = [
            found
            for found in result.relations
            if len(found.claims) == len(places)
            and all(
                any(spans[claim][0] < end and spans[claim][1] > start for claim in found.claims)
                for start, end in places
            )
        ]
        if hits:
            hit = next((found for found in hits if found.kind == row["relation"]), hits[0])
            matched.add(hit.id)
            counts.found_relations += 1
            counts.right_verdicts += hit.verdict == row["verdict"]
    conflicts = [found for found in result.relations if found.verdict == "conflict"]
    counts.false_conflicts += sum(found.id not in matched for found in conflicts)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text whose figures are marked `{a|3.2亿元}` and whose relations stand below a line `---`.

    A relation's line is its kind, its verdict and the letters of its figures, the stated one first.
    """

    text: str
    spans: dict[str, tuple[int, int]]
    relations: list[tuple[str, str, tuple[str, ...]]]

    def altered(self, letter: str, figure: str) -> "Marked":
        """The same with another figure in the place of one."""
        start, end = self.spans[letter]
        shift = len(figure) - (end - start)
        spans = {key: (a + shift * (a > start), b + shift * (b > start)) for key, (a, b) in self.spans.items()}
        return Marked(self.text[:start] + figure + self.text[end:], spans, self.relations)


def as_marked(text: str, rows: list[dict[str, Any]]) -> Marked:
    """The annotated text in the shape of a marked one; ids of claims stand for letters."""
    spans = {row["id"]: (row["start"], row["end"]) for row in rows if "start" in row}
    return Marked(
        text, spans, [(row["relation"], row["verdict"], tuple(row["claims"])) for row in rows if "relation" in row]
    )


_MARK = re.compile(r"\{(\w)\|([^}]*)\}")


def marked(path: Path) -> Marked:
    """The marked text `path`."""
    body, listed = path.read_text("utf-8").split("\n---\n")
    pieces: list[str] = []
    spans, position, length = {}, 0, 0
    for match in _MARK.finditer(body):
        pieces += [body[position : match.start()], match[2]]
        length += match.start() - position
        spans[match[1]] = (length, length + len(match[2]))
        length, position = length + len(match[2]), match.end()
    relations = []
    for line in listed.strip().splitlines():
        kind, verdict, *letters = line.split()
        relations.append((kind, verdict, tuple(letters)))
    return Marked("".join([*pieces, body[position:]]), spans, relations)


@dataclass(slots=True)
class RelationScore:
    """Marked relations found over one text or many, and conflicts asserted that nobody marked."""

    wanted: int = 0
    found: int = 0
    right_verdicts: int = 0
    false_conflicts: int = 0
    characters: int = 0


def score_relations(sample: Marked, counts: RelationScore) -> None:
    """Checks a marked text and adds to `counts`; a relation is found if one of as many figures covers its own."""
    result = check_text(sample.text)
    spans = {claim.id: (claim.start, claim.end) for claim in result.claims}

    def covers(found: Relation, letters: tuple[str, ...]) -> bool:
        places = [sample.spans[letter] for letter in letters]
        return len(found.claims) == len(letters) and all(
            any(spans[claim][0] < end and spans[claim][1] > start for claim in found.claims) for start, end in places
        )

    matched: set[str] = set()
    for kind, verdict, letters in sample.relations:
        hits = [found for found in result.relations if covers(found, letters)]
        hit = next((found for found in hits if found.kind == kind), hits[0] if hits else None)
        counts.wanted += 1
        if hit:
            matched.add(hit.id)
            counts.found += 1
            counts.right_verdicts += hit.verdict == verdict
    counts.characters += len(sample.text)
    counts.false_conflicts += sum(r.verdict == "conflict" and r.id not in matched for r in result.relations)


def alterations(sample: Marked) -> Iterator[tuple[str, Marked]]:
    """For every figure stated in a marked relation that holds: the text with its first or second digit altered."""
    for kind, verdict, letters in sample.relations:
        start, end = sample.spans[letters[0]]
        figure = sample.text[start:end]
        digits = [index for index, character in enumerate(figure) if character.isdecimal()]
        if kind in ("subset", "repeat") or verdict not in ("consistent", "rounding") or not digits:
            continue
        index = digits[min(1, len(digits) - 1)]
        wrong = str((int(figure[index]) + 3) % 10 or 1)
        yield letters[0], sample.altered(letters[0], figure[:index] + wrong + figure[index + 1 :])


def is_caught(letter: str, sample: Marked) -> bool:
    """Whether some conflict of an altered text names the altered figure."""
    result = check_text(sample.text)
    start, end = sample.spans[letter]
    at = {claim.id for claim in result.claims if claim.start < end and claim.end > start}
    return any(found.verdict == "conflict" and at & set(found.claims) for found in result.relations)
