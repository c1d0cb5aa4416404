"""Signed seals: whether the signature holds, when it is missed, and what somebody else can check of a file."""

import base64
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from docx import Document as open_word

from bangfu.config.cli import main
from bangfu.kernel.signing import as_pem, present_key, public_keys, renew, shown, sign
from bangfu.ledger.models import Entry
from bangfu.reports.actions import seal_report, withdraw_report
from bangfu.reports.composing import compose, period_named, report_named
from bangfu.reports.envelopes import NoEnvelope, check_file, envelope_of
from bangfu.reports.models import ReportSignature, SealedReport
from bangfu.reports.outputs.carrying import NothingCarried, carried, carry
from bangfu.reports.sealing import content_of, digest_of, is_intact, verify_sealed
from bangfu.reports.signatures import first_signed, standing, statement_of
from bangfu.reports.tests.conftest import COUNTY, Office

pytestmark = pytest.mark.django_db
ENDINGS = ("docx", "pdf", "html", "md", "xlsx", "json")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, settings: object) -> Path:
    """Keys of their own for each test."""
    settings.BANGFU_HOME = tmp_path / "home"  # type: ignore[attr-defined]
    settings.BANGFU_HOME.mkdir()  # type: ignore[attr-defined]
    return settings.BANGFU_HOME  # type: ignore[attr-defined]


@pytest.fixture
def sealed(office: Office, sales: list[Entry]) -> SealedReport:
    made = seal_report(office.clerk, report="overview", area_code=COUNTY, period="2020", compared=True)
    return SealedReport.objects.get(pk=made.pk)


def old_seal(office: Office) -> SealedReport:
    """A report as it was sealed before there were signatures."""
    document, moment = compose(report_named("overview"), COUNTY, period_named("2020")), timezone.localtime()
    content = content_of(document, sealed_by="clerk", sealed_at=moment)
    return SealedReport.objects.create(
        digest=digest_of(content), report="overview", title=document.title, area_code=COUNTY, period="2020",
        content=content, sealed_by=office.clerk, sealed_at=moment,
    )  # fmt: skip


def state(sealed: SealedReport) -> str:
    return standing(SealedReport.objects.get(pk=sealed.pk), public_keys(), first_signed())


def downloaded(client: Client, sealed: SealedReport, ending: str) -> bytes:
    answer = client.get(f"/r/{sealed.digest}/file.{ending}")
    assert answer.status_code == 200
    return answer.content


def test_a_seal_is_signed_with_who_when_where_and_for_which_period(sealed: SealedReport) -> None:
    told = json.loads(statement_of(sealed.digest, sealed.content, present_key()))
    assert (told["digest"], told["sealed_by"], told["area"], told["period"]) == (sealed.digest, "clerk", COUNTY, "2020")
    assert told["sealed_at"] == sealed.content["sealed_at"]
    assert sealed.content["key"] == present_key() == sealed.signature.key
    assert state(sealed) == "good"
    assert is_intact(sealed)
    assert verify_sealed() == (1, [], 0)


def test_what_an_earlier_key_signed_still_holds(sealed: SealedReport, office: Office) -> None:
    new = renew()
    again = seal_report(office.clerk, report="brief", area_code=COUNTY, period="2020")
    assert (again.content["key"], state(sealed), state(again)) == (new, "good", "good")
    assert verify_sealed() == (2, [], 0)


def test_a_signature_cannot_be_changed_or_taken_away(sealed: SealedReport) -> None:
    for change in (ReportSignature.objects.all().delete, lambda: ReportSignature.objects.update(value="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_seal_of_before_is_told_as_such_not_as_broken(office: Office, sales: list[Entry], client: Client) -> None:
    old = old_seal(office)
    assert state(old) == "unsigned"
    assert verify_sealed() == (1, [], 1)
    page = client.get(f"/r/{old.digest}/").content.decode()
    assert "封存于系统有签名以前" in page
    assert "不能采信" not in page
    later = seal_report(office.clerk, report="brief", area_code=COUNTY, period="2020")
    assert (state(old), state(later)) == ("unsigned", "good")


def test_an_unsigned_report_among_signed_ones_is_noticed(sealed: SealedReport, office: Office, client: Client) -> None:
    smuggled = old_seal(office)
    assert state(smuggled) == "missing"
    assert [one["problem"] for one in verify_sealed()[1]] == ["unsigned"]
    assert "应有签名，现在没有" in client.get(f"/r/{smuggled.digest}/").content.decode()


def test_a_signature_over_another_content_does_not_hold(office: Office, sales: list[Entry]) -> None:
    content = old_seal(office).content | {"key": present_key()}
    made = SealedReport.objects.create(
        digest=digest_of(content), report="overview", title=content["document"]["title"], area_code=COUNTY,
        period="2020", content=content, sealed_by=office.clerk, sealed_at=timezone.localtime(),
    )  # fmt: skip
    assert state(made) == "missing"
    ReportSignature.objects.create(sealed=made, key=present_key(), value="AAAA")
    assert state(made) == "bad"
    assert [one["problem"] for one in verify_sealed()[1]] == ["signature"]


def test_a_key_that_is_lost_is_told(sealed: SealedReport, own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for key in (own_home / "keys").iterdir():
        key.unlink()
    assert state(sealed) == "unknown"
    assert main(["verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert ([one["problem"] for one in told["broken"]], told["unsigned"]) == (["key"], 0)


def test_whoever_scans_the_code_sees_that_the_signature_holds(client: Client, sealed: SealedReport) -> None:
    page = client.get(f"/r/{sealed.digest}/").content.decode()
    assert "签名有效" in page
    assert shown(present_key()) in page
    assert '/r/keys/"' in page
    english = client.get(f"/r/{sealed.digest}/", headers={"accept-language": "en"}).content.decode()
    assert shown(present_key()) in english


def test_public_keys_are_open_and_saved_as_pem(client: Client, sealed: SealedReport) -> None:
    old, new = present_key(), renew()
    page = client.get("/r/keys/").content.decode()
    assert page.index(shown(new)) < page.index(shown(old))
    assert client.get(f"/r/keys/{old}.pem").content.decode() == as_pem(public_keys()[old])
    assert client.get(f"/r/keys/{'0' * 64}.pem").status_code == 404
    assert b"PRIVATE" not in client.get(f"/r/keys/{new}.pem").content


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_downloaded_file_can_be_checked_by_itself(client: Client, sealed: SealedReport, ending: str) -> None:
    found = check_file(downloaded(client, sealed, ending), ending, public_keys())
    assert (found.intact, found.signature, found.trusted) == (True, "good", True)
    assert found.text == ("not compared" if ending == "json" else "same")
    assert found.good
    assert (found.area, found.period, found.sealed_by) == (COUNTY, "2020", "clerk")
    assert found.address == f"http://testserver/r/{sealed.digest}/"


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_key_that_nobody_knows_is_not_trusted(client: Client, sealed: SealedReport, ending: str) -> None:
    found = check_file(downloaded(client, sealed, ending), ending, {})
    assert (found.signature, found.trusted, found.good) == ("good", False, False)


def altered(content: bytes, ending: str) -> bytes:
    """The file with one number of its text changed, its seal untouched."""
    if ending in ("html", "md"):
        return content.replace("6751.91万元".encode(), "6851.91万元".encode(), 1)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            made.writestr(name, part.replace(b"6751.91", b"6851.91") if name.startswith(("word/d", "xl/")) else part)
    return stream.getvalue()


@pytest.mark.parametrize("ending", ["docx", "html", "md", "xlsx"])
def test_a_number_changed_in_a_file_is_found(client: Client, sealed: SealedReport, ending: str) -> None:
    found = check_file(altered(downloaded(client, sealed, ending), ending), ending, public_keys())
    assert (found.signature, found.text, found.good) == ("good", "different", False)
    assert found.difference
    assert ("6851.91" in found.difference[0], "6751.91" in found.difference[1]) == (True, True)


def test_a_word_file_that_somebody_opened_and_saved_still_reads_as_sealed(client: Client, sealed: SealedReport) -> None:
    word = open_word(io.BytesIO(downloaded(client, sealed, "docx")))
    stream = io.BytesIO()
    word.save(stream)
    assert check_file(stream.getvalue(), "docx", public_keys()).good


def test_an_altered_content_or_statement_is_found(sealed: SealedReport) -> None:
    envelope = envelope_of(sealed, "")
    for change in (
        lambda content: content["document"]["figures"][0].update(value="1"),
        lambda content: content.update(sealed_by="别人"),
        lambda content: content["document"].update(period="2019"),
    ):
        copy = json.loads(json.dumps(envelope))
        change(copy["content"])
        found = check_file(json.dumps(copy).encode(), "json", public_keys())
        assert (found.intact, found.good) == (False, False)
        copy["digest"] = digest_of(copy["content"])
        found = check_file(json.dumps(copy).encode(), "json", public_keys())
        assert (found.intact, found.signature, found.good) == (True, "bad", False)


def test_a_file_signed_by_a_strangers_key_is_not_taken_for_ours(client: Client, sealed: SealedReport) -> None:
    ours = public_keys()
    envelope = json.loads(downloaded(client, sealed, "json"))
    envelope["content"]["key"] = renew()
    envelope["digest"] = digest_of(envelope["content"])
    made = sign(statement_of(envelope["digest"], envelope["content"], present_key()))
    envelope["signature"] = {
        "key": made.key,
        "value": base64.b64encode(made.value).decode(),
        "public": base64.b64encode(public_keys()[made.key]).decode(),
    }
    found = check_file(json.dumps(envelope).encode(), "json", ours)
    assert (found.signature, found.trusted, found.good) == ("good", False, False)


def test_a_file_says_that_the_report_was_withdrawn(client: Client, sealed: SealedReport, office: Office) -> None:
    withdraw_report(office.clerk, sealed, reason="数据有误")
    found = check_file(downloaded(client, sealed, "md"), "md", public_keys())
    assert (found.good, "数据有误" in found.withdrawn) == (True, True)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf", "html", "md", "json", "txt", ""])
@pytest.mark.parametrize("content", [b"", b"no file of ours", b"PK\x03\x04", b"%PDF-1.7\n"])
def test_a_file_of_no_sealed_report_is_refused(content: bytes, ending: str) -> None:
    with pytest.raises((NothingCarried, NoEnvelope)):
        check_file(content, ending, {})


def test_an_envelope_that_is_none_is_refused() -> None:
    for text in ("[]", "{}", '{"kind": "bangfu.sealed-report"}', '{"kind": "bangfu.sealed-report", "content": 3}'):
        with pytest.raises(NoEnvelope):
            check_file(text.encode(), "json", {})


@pytest.mark.parametrize("ending", ["html", "md"])
def test_what_is_carried_comes_out_as_it_went_in(ending: str) -> None:
    page = b"<html><head><title>x</title></head></html>"
    assert carried(carry(page, ending, "封存".encode()), ending) == "封存".encode()


def test_the_command_checks_a_file_without_the_database(
    client: Client, sealed: SealedReport, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = tmp_path / "综述.docx", tmp_path / "公钥.pem"
    file.write_bytes(downloaded(client, sealed, "docx"))
    assert main(["seal-key", "-o", str(key)]) == 0
    renew()
    capsys.readouterr()
    assert main(["verify-report", str(file), "--key", str(key), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["good"], told["text"], told["fingerprint"]) == (True, "same", shown(sealed.content["key"]))
    assert main(["seal-key", "-o", str(key)]) == 0  # the new key signed nothing yet
    capsys.readouterr()
    assert main(["verify-report", str(file), "--key", str(key)]) == 1
    assert "不知道这把公钥是谁的" in capsys.readouterr().err
    file.write_bytes(altered(file.read_bytes(), "docx"))
    assert main(["verify-report", str(file)]) == 1
    assert "文字：与封存的不同" in capsys.readouterr().err


def test_the_command_refuses_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.docx"
    other.write_bytes(b"PK")
    for arguments in ([str(tmp_path / "none.docx")], [str(other)], [str(other), "--key", str(other)]):
        assert main(["verify-report", *arguments, "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["error"]


def test_programs_are_told_the_public_keys(client: Client, office: Office) -> None:
    client.force_login(office.auditor)
    [told] = client.get("/api/seals/keys/").json()
    assert (told["key"], told["present"]) == (present_key(), True)
    assert told["public"] == as_pem(public_keys()[present_key()])


def test_the_key_command_renews(capsys: pytest.CaptureFixture[str]) -> None:
    old = present_key()
    assert main(["seal-key", "--new", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["present"] for one in told] == [True, False]
    assert told[1]["key"] == old


def test_a_report_written_by_the_command_carries_its_seal(
    office: Office, sales: list[Entry], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "综述.pdf"
    assert main(["report", "overview", "--area", COUNTY, "--period", "2020", "--seal", "-o", str(file)]) == 0
    assert main(["verify-report", str(file)]) == 0
    assert "签名有效" in capsys.readouterr().err
