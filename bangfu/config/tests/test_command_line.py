"""The command line's own manners: usage, JSON alone on standard output, refusals with status 1."""

import json
import subprocess
import sys

import pytest

from bangfu.config.cli import COMMANDS, main
from bangfu.pairing.seeds import load_schemes


def test_help_lists_every_command_without_starting_django() -> None:
    code = "import sys; from bangfu.config.cli import main; main(['--help'])"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys\ntry:\n {code}\nexcept SystemExit: pass\nassert 'django' not in sys.modules",
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in COMMANDS)


def test_wrong_usage_is_status_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    with pytest.raises(SystemExit) as left:
        main(["no-such-command"])
    assert left.value.code == 2


@pytest.mark.django_db
def test_a_refusal_is_status_one_and_json_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figure", "no.such.figure", "--json"]) == 1
    told = capsys.readouterr()
    assert "no.such.figure" in json.loads(told.out)["error"]
    assert "no.such.figure" in told.err


@pytest.mark.django_db
def test_a_figure_as_people_read_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figure", "market.sales.online_share", "--by", "month"]) == 0
    said = capsys.readouterr()
    told = said.out + said.err
    assert "线上销售占比：—（0 条记录）" in told
    assert "None" not in told
    assert "percent" not in told


@pytest.mark.django_db
def test_a_figure_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figure", "market.sales", "--from", "2020-01-01", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["value"] == 0
    assert {"code", "unit", "value", "entries", "area", "from", "to", "by"} <= document.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["figures", "templates", "verify"])
def test_lists_as_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


@pytest.mark.django_db
def test_the_shipped_schemes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    load_schemes()
    assert main(["schemes", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert "cadre-household" in [row["name"] for row in listed]
