"""What the command line refuses plainly: unknown places, turned periods, files it cannot write."""

import json
from pathlib import Path

import pytest

from bangfu.config.cli import main
from bangfu.pairing.seeds import load_schemes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["figure", "market.sales", "--area", "999999"], "999999"),
        (["pair", "cadre-household", "--area", "999999"], "999999"),
        (["export", "persons", "--area", "999999", "-o", "never.xlsx"], "999999"),
        (["figure", "market.sales", "--from", "2021-01-01", "--to", "2020-01-01"], "早于"),
    ],
)
def test_an_unanswerable_question_is_refused(
    command: list[str], told: str, schemes: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--json"]) == 1
    assert told in json.loads(capsys.readouterr().out)["error"]


@pytest.mark.parametrize("command", [["export", "areas", "-o"], ["template", "areas", "-o"]])
def test_a_file_that_cannot_be_written_is_a_refusal(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "no-such-folder" / "file.xlsx"
    assert main([*command, str(missing), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]
    assert not missing.exists()


@pytest.fixture
def schemes() -> None:
    load_schemes()


@pytest.mark.django_db
def test_a_wrong_day_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["figure", "market.sales", "--from", "2020-13-01"])
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert "“2020-13-01”不是日期，请写成 2020-09-30 的样子" in told
    assert "fromisoformat" not in told
