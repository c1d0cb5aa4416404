"""The published figures: all of them, each with what gives it or an honest reason; compared as precisely as written."""

from decimal import Decimal

import pytest

from bangfu.config.demo.claims import REASONS, holds, published
from bangfu.figures.declared import figures
from bangfu.figures.expressions import measures
from bangfu.figures.sources import sources
from bangfu.kernel.policy.keys import policy_keys
from bangfu.pairing.seeds import shipped_schemes


def test_every_published_figure_is_accounted_for() -> None:
    rows = published()
    assert len(rows) == len({row["id"] for row in rows}) == 322
    assert not [row["id"] for row in rows if len({"figure", "policy", "scheme", "reason"} & row.keys()) != 1]


def test_what_gives_a_figure_is_declared() -> None:
    schemes = {scheme["name"] for scheme in shipped_schemes()}
    unknown = [
        row["id"]
        for row in published()
        if ("figure" in row and row["figure"] not in figures)
        or ("policy" in row and row["policy"] not in policy_keys)
        or ("scheme" in row and row["scheme"] not in schemes)
        or ("reason" in row and row["reason"] not in REASONS)
    ]
    assert unknown == []


def test_only_slogans_words_and_the_unknowable_have_no_figure() -> None:
    facts = [row["id"] for row in published() if "reason" in row and row["kind"] in ("fact", "target", "plan")]
    assert facts == ["001-001", "003-015"]


def test_a_truncated_number_agrees_where_the_document_is_known_to_truncate() -> None:
    assert holds(Decimal("35.6468"), Decimal("35.64"), "exact", "35.64%", "truncated")
    assert not holds(Decimal("35.6368"), Decimal("35.64"), "exact", "35.64%", "truncated")


@pytest.mark.parametrize(
    ("value", "wanted", "bound", "written", "agrees"),
    [
        ("1782250", "1782300", "exact", "178.23万", True),
        ("1782240", "1782300", "exact", "178.23万", False),
        ("35.6468", "35.64", "exact", "35.64%", False),
        ("136.3683", "136.37", "exact", "136.37%", True),
        ("2.989", "3", "exact", "3倍", True),
        ("27", "27", "exact", "27個社區", True),
        ("28", "27", "exact", "27個社區", False),
        ("2", "2", "exact", "两个", True),
        ("499", "500", "at_least", "500余户", False),
        ("500", "500", "at_least", "500余户", True),
        ("1648", "1700", "at_most", "近1700名", True),
        ("1701", "1700", "at_most", "近1700名", False),
    ],
)
def test_agreement_is_as_precise_as_the_text(value: str, wanted: str, bound: str, written: str, agrees: bool) -> None:
    assert holds(Decimal(value), Decimal(wanted), bound, written) is agrees


def test_conditions_name_fields_that_the_sources_have() -> None:
    for row in published():
        for name in row.get("where", {}):
            for measure in measures(figures[row["figure"]].expression):
                assert sources[measure.source].path(name)
