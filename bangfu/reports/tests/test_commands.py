"""bangfu report and bangfu check, as an operator calls them."""

import json
from pathlib import Path

import pytest
from docx import Document as open_word

from bangfu.config.cli import main
from bangfu.config.commands.check_command import MOST_LINES
from bangfu.ledger.models import Entry
from bangfu.reports.models import SealedReport
from bangfu.reports.tests.conftest import COUNTY

pytestmark = pytest.mark.django_db
Output = pytest.CaptureFixture[str]


def asked(capsys: Output, *args: str) -> tuple[int, object]:
    """Run a command with --json; return its status and document."""
    status = main([*args, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_lists_reports(capsys: Output) -> None:
    status, found = asked(capsys, "report", "--list")
    assert status == 0
    assert {"name": "overview", "title": "社会扶贫工作综述"} in found


@pytest.mark.parametrize("ending", ["md", "docx", "xlsx"])
def test_writes_a_report(capsys: Output, sales: list[Entry], tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"report.{ending}"
    status, found = asked(
        capsys, "report", "overview", "--area", f"{COUNTY}000000", "--period", "2020", "-o", str(path)
    )
    assert status == 0
    assert path.stat().st_size > 500
    figures = {row["code"]: row for row in found["figures"]}
    assert figures["market.sales"]["value"] == 67519100
    assert figures["market.sales"]["text"] == "6751.91万元"
    assert figures["market.sales.online"]["value"] + figures["market.sales.offline"]["value"] == 67519100


def test_seals(capsys: Output, sales: list[Entry], tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    status, found = asked(capsys, "report", "overview", "--area", COUNTY, "--period", "2020", "-o", str(path), "--seal")
    assert status == 0
    assert SealedReport.objects.get().digest == found["sealed"]
    assert found["sealed"] in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "args",
    [
        ("report", "nothing", "--area", COUNTY, "--period", "2020"),
        ("report", "overview", "--area", "999999", "--period", "2020"),
        ("report", "overview", "--area", COUNTY, "--period", "soon"),
        ("report", "overview", "--area", COUNTY),
        ("report", "overview", "--area", COUNTY, "--period", "2020", "-o", "report.doc"),
        ("report", "overview", "--area", COUNTY, "--period", "2020", "-o", "/nowhere/at/all/report.md"),
        ("check", "missing.txt"),
    ],
)
def test_refuses_with_status_1_and_a_reason(capsys: Output, sales: list[Entry], args: tuple[str, ...]) -> None:
    status, found = asked(capsys, *args)
    assert status == 1
    assert found["error"]


def test_checks_a_file_against_the_ledger(capsys: Output, sales: list[Entry], tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("认定产品销售额6751.91万元。", encoding="utf-8")
    status, found = asked(capsys, "check", str(path), "--area", COUNTY, "--period", "2020")
    assert status == 0
    [row] = found["ledger"]
    assert (row["verdict"], row["figure"], row["value"]) == ("equal", "market.sales", 67519100)


def test_writes_the_annotated_text(capsys: Output, sales: list[Entry], tmp_path: Path) -> None:
    path, written = tmp_path / "text.txt", tmp_path / "found.docx"
    path.write_text("认定产品销售额6751.91万元，线下销售额5000万元。", encoding="utf-8")
    args = ["check", str(path), "--area", COUNTY, "--period", "2020", "-o"]
    assert main([*args, str(written)]) == 0
    assert "线下销售额”为 54,117,800.00元（茅箭区，2020年）" in capsys.readouterr().err
    [comment] = open_word(str(written)).comments
    assert comment.text.startswith("与账本不同：线下销售额；54,117,800.00元")
    assert main([*args, str(tmp_path / "found.pdf")]) == 1


def test_tells_findings_by_the_hundred_and_counts_the_rest(capsys: Output, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    lines = (f"共{3000 + 17 * i}户，其中城镇{1000 + 17 * i}户、农村1900户。" for i in range(MOST_LINES + 5))
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["check", str(path)]) == 0
    told = capsys.readouterr().err.splitlines()
    assert sum(line.startswith("  矛盾：") for line in told) == MOST_LINES
    assert told[-1].startswith("  …… 另有 5 处")


def test_tells_what_cannot_be_read_and_why(capsys: Output, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("投入12。5万元，惠及3户。", encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert "  12。5万：数字中间是句号，可能是小数点，无法读出" in capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.rtf", b"{\\rtf1}", "RTF"),
        ("a.docx", "是文字".encode(), "内容却不是"),
        ("a.txt", b"", "没有文字"),
        ("", b"", "文件夹"),
    ],
)
def test_other_files_are_refused_with_status_1(
    capsys: Output, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    path = tmp_path / name
    if name:
        path.write_bytes(data)
    status, found = asked(capsys, "check", str(path))
    assert status == 1
    assert words in found["error"]
