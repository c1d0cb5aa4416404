"""Phrases as authors write them: `phrases.txt` says for each what it claims."""

from pathlib import Path

import pytest

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.claims import Claim

_LINES = (Path(__file__).parent / "phrases.txt").read_text("utf-8").splitlines()
_CASES = [line.partition(" =")[::2] for line in _LINES if line and not line.startswith("#")]


def _said(claim: Claim) -> str:
    bound = "" if claim.bound == "exact" else f" {claim.bound}"
    return f"{round(claim.value, 2).normalize():f} {claim.unit}{bound}"


@pytest.mark.parametrize(("phrase", "expected"), _CASES, ids=[phrase for phrase, _ in _CASES])
def test_what_a_phrase_claims(phrase: str, expected: str) -> None:
    wanted = [claim.strip() for claim in expected.split(";") if claim.strip()]
    assert [_said(claim) for claim in check_text(phrase).claims] == wanted
