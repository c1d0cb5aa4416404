"""The texts measured unseen last: their annotation is sound. How the checker does is only measured."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from bangfu.reports.checker.scoring import annotated, as_marked

UNSEEN = Path(__file__).parent / "unseen"
_VERDICTS = {"consistent", "rounding", "truncation", "conflict", "ambiguous"}


@pytest.mark.parametrize("path", sorted(UNSEEN.glob("*.txt")), ids=lambda path: path.stem)
def test_marks_stand_where_they_say(path: Path) -> None:
    text, rows = annotated(path)
    claims = [row for row in rows if "start" in row]
    relations = [row for row in rows if "relation" in row]
    assert [text[row["start"] : row["end"]] for row in claims] == [row["text"] for row in claims]
    assert all(one["end"] <= other["start"] for one, other in pairwise(claims))
    assert {row["verdict"] for row in relations} <= _VERDICTS
    known = {row["id"] for row in claims}
    assert all(len(set(row["claims"])) == len(row["claims"]) > 1 for row in relations)
    assert all(set(row["claims"]) <= known for row in relations)


def test_an_annotated_text_can_be_altered_like_a_marked_one() -> None:
    text, rows = annotated(UNSEEN.parent / "texts/g10.txt")
    sample = as_marked(text, rows)
    start, end = sample.spans["1"]
    altered = sample.altered("1", "230")
    assert re.search(r"\t23\t", text[start - 1 : end + 1])
    assert altered.text[start : end + 1] == "230"
    assert [altered.text[a:b] for a, b in altered.spans.values()][1:] == [
        sample.text[a:b] for a, b in sample.spans.values()
    ][1:]
    assert len(sample.relations) == sum("relation" in row for row in rows)
