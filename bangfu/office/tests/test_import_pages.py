"""Tables in and out by the pages: upload, look, apply, take back; empty forms and exports."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bangfu.kernel.imports.models import ImportRun
from bangfu.ledger.models import Entry
from bangfu.office.tests.conftest import HEAD_ID
from bangfu.parties.models import Organisation, Unmasking

pytestmark = pytest.mark.django_db


def sheet(text, name="单位.csv"):
    return SimpleUploadedFile(name, text.encode("utf-8-sig"), content_type="text/csv")


def upload(visit, user, text, **named):
    return visit(user, "/import/organisations/", post={"file": sheet(text, **named)})


def register_of(visit, user):
    """The register as it is exported."""
    answer = visit(user, "/import/organisations/export/", post={"kind": "csv", "area_code": "", "purpose": ""})
    return io.BytesIO(b"".join(answer.streaming_content)).getvalue().decode("utf-8-sig")


def test_the_page_lists_what_one_may_use(office, visit):
    said = visit(office.county, "/import/").said
    assert "还没有导入过" in said
    assert "空表" in said
    assert "没有您可以使用的表格" in visit(office.nobody, "/import/").said


def test_who_may_not_import_is_refused(office, visit):
    assert visit(office.nobody, "/import/organisations/").status_code == 403
    assert visit(office.auditor, "/import/organisations/").status_code == 403


def test_an_exported_register_comes_back_unchanged(office, visit):
    answer = upload(visit, office.county, register_of(visit, office.county))
    said = visit(office.county, answer.url).said
    assert "完全一致" in said


def test_a_change_is_looked_at_applied_and_taken_back(office, visit):
    text = register_of(visit, office.county).replace("卡子茶叶合作社", "卡子茶业合作社")
    assert "卡子茶业合作社" in text
    address = upload(visit, office.county, text).url
    said = visit(office.county, address).said
    assert "卡子茶业合作社" in said
    assert "确认入库" in said
    assert not Organisation.objects.filter(name="卡子茶业合作社").exists()
    answer = visit(office.county, f"{address}apply/", post={})
    assert answer.status_code == 302, answer.said
    assert Organisation.objects.filter(name="卡子茶业合作社").exists()
    assert visit(office.county, f"{address}undo/", post={"reason": ""}).status_code == 422
    visit(office.county, f"{address}undo/", post={"reason": "弄错了"})
    assert not Organisation.objects.filter(name="卡子茶业合作社").exists()
    assert "弄错了" in visit(office.county, address).said


def test_what_warns_is_taken_in_with_a_reason_that_stays_with_it(office, visit):
    text = "记录类型,发生日期,捐赠方,受赠方,金额（元）\n捐款,2020-06-05,茅箭区教育局,卡子茶叶合作社,9000000000\n"
    address = visit(office.county, "/import/entries-exchange/", post={"file": sheet(text, name="捐款.csv")}).url
    assert "照样入库的理由" in visit(office.county, address).said
    refused = visit(office.county, f"{address}apply/", post={"reason": " "})
    assert refused.status_code == 422
    assert "请写明照样入库的理由" in refused.said
    assert not Entry.objects.filter(amount=9_000_000_000).exists()
    assert visit(office.county, f"{address}apply/", post={"reason": "合同原件如此"}).status_code == 302
    assert Entry.objects.filter(amount=9_000_000_000).count() == 1
    assert "合同原件如此" in visit(office.county, address).said


def test_applied_twice_is_a_conflict(office, visit):
    text = register_of(visit, office.county).replace("卡子茶叶合作社", "卡子茶业合作社")
    address = upload(visit, office.county, text).url
    visit(office.county, f"{address}apply/", post={})
    assert visit(office.county, f"{address}apply/", post={}).status_code == 409


def test_a_file_that_is_no_table_is_refused_in_words(office, visit):
    answer = visit(
        office.county, "/import/organisations/", post={"file": SimpleUploadedFile("x.xlsx", b"not a workbook")}
    )
    assert answer.status_code == 422
    assert "没有收下" in answer.said
    assert visit(office.county, "/import/organisations/", post={}).status_code == 422


def test_errors_are_located_and_leave_everything_out(office, visit):
    text = register_of(visit, office.county).replace("茅箭区教育局", "茅箭区教育局" * 40)
    run = ImportRun.objects.get(pk=int(upload(visit, office.county, text).url.strip("/").split("/")[-1]))
    assert run.state == ImportRun.State.REFUSED
    said = visit(office.county, f"/import/runs/{run.pk}/").said
    assert "整张表都没有入库" in said
    issues = visit(office.county, f"/import/runs/{run.pk}/issues/").content.decode("utf-8-sig")
    assert "错误" in issues


def test_strangers_see_no_import(office, visit):
    address = upload(visit, office.county, register_of(visit, office.county)).url
    for rest in ("", "issues/"):
        assert visit(office.stranger, f"{address}{rest}").status_code == 404
    assert visit(office.stranger, f"{address}apply/", post={}).status_code == 404
    assert "单位.csv" not in visit(office.stranger, "/import/").said


def test_the_empty_form_is_a_workbook(office, visit):
    answer = visit(office.county, "/import/organisations/empty/")
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_numbers_leave_masked_unless_a_purpose_is_given(office, visit):
    def exported(purpose):
        post = {"kind": "csv", "area_code": "", "purpose": purpose}
        return b"".join(visit(office.county, "/import/persons/export/", post=post).streaming_content).decode()

    assert HEAD_ID not in exported("")
    assert not Unmasking.objects.exists()
    assert HEAD_ID in exported("办理医保参保")
    assert Unmasking.objects.exists()


def test_the_pages_stand_in_every_language(office, visit, speak):
    for language in ("zh-hans", "zh-hant", "en"):
        for address in ("/import/", "/import/organisations/", "/import/organisations/export/"):
            assert visit(speak(office.county, language), address).status_code == 200
