"""A county makes, copies, changes, ends and passes on its own schemes, without code."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bangfu.office.tests.conftest import COUNTY
from bangfu.pairing.models import Scheme

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "our-doctors", "title": "本县医生包户", "helper_kind": "person", "helper_title": "医生",
    "recipient_kind": "household", "recipient_title": "农户", "per_recipient_min": "1", "per_recipient_max": "1",
    "per_helper_min": "0", "per_helper_max": "2", "full_coverage": "on", "keeps_on_exit": "on", "automatic": "on",
    "helper_organisation": ["hospital"], "recipient_standing": ["registered"], "same_area": "6",
    "class_1": "helper_unit_rank:county", "most_1": "1", "weight_load": "4", "weight_own_village": "100",
}  # fmt: skip
NEW, PREVIEW, TAKE_OVER = "/pairing/scheme/new/", "/pairing/scheme/preview/", "/pairing/scheme/take-over/"


def test_the_form_is_rows_and_words_without_code(office, visit):
    page = visit(office.county, NEW)
    for words in ("谁帮谁", "哪些帮扶方可以", "处级及以上选", "优先考虑什么", "正好 2 个就把"):
        assert words in page.said
    assert "JSON" not in page.said
    assert 'name="recipient_standing" value="registered"' in page.content.decode()  # a code of an earlier time


def test_a_county_makes_its_own_scheme(office, visit):
    assert visit(office.county, NEW, post=TYPED).status_code == 302
    made = Scheme.objects.get(name="our-doctors")
    assert made.area_code == COUNTY
    assert made.eligible == {
        "helper_organisation": ["hospital"], "recipient_standing": ["registered"], "same_area": 6,
    }  # fmt: skip
    assert made.weights == {"load": 4, "own_village": 100}
    assert made.capacity_classes == [{"class": "helper_unit_rank", "code": "county", "most": 1}]
    said = visit(office.county, f"/pairing/scheme/{made.pk}/").said
    for words in ("每个医生帮至多 2 个农户", "医疗机构", "必须全部结对", "现在有多少符合"):
        assert words in said


def test_rules_that_contradict_each_other_are_shown_at_their_row(office, visit):
    page = visit(office.county, NEW, post=TYPED | {"per_recipient_min": "3", "helper_class": ["task"]})
    assert page.status_code == 422
    assert "每个受助方至少 3 个，却至多 1 个" in page.said
    assert "不适用于个人" in page.said
    assert not Scheme.objects.filter(name="our-doctors").exists()


def test_the_check_before_saving_tells_sentences_numbers_and_contradictions(office, visit):
    said = visit(office.county, PREVIEW, post=TYPED).said
    assert "每个农户要有正好 1 个医生" in said
    assert "应有人帮的农户" in said
    assert "上限为 0" in visit(office.county, PREVIEW, post=TYPED | {"per_helper_max": "0"}).said
    assert not Scheme.objects.filter(name="our-doctors").exists()
    assert visit(office.township, PREVIEW, post=TYPED).status_code == 403


def test_changing_keeps_what_was_said_and_shows_it(office, visit):
    visit(office.county, NEW, post=TYPED)
    made = Scheme.objects.get(name="our-doctors")
    edit = f"/pairing/scheme/{made.pk}/edit/"
    assert "our-doctors" in visit(office.county, edit).content.decode()
    typed = TYPED | {"per_helper_max": "3", "_version": "1"}
    assert visit(office.county, edit, post=typed).status_code == 302
    assert visit(office.county, edit, post=typed).status_code == 409
    said = visit(office.county, f"/pairing/scheme/{made.pk}/").said
    assert "第 2 版" in said
    assert "每个医生帮至多 3 个农户" in said


def test_a_copy_is_changed_and_a_scheme_is_ended(office, visit):
    shared = Scheme.objects.get(name="family-doctor")
    copied = visit(office.county, f"/pairing/scheme/{shared.pk}/act/copy/", post={"name": "ours", "title": "我县签约"})
    assert copied.status_code == 302
    ours = Scheme.objects.get(name="ours")
    assert (ours.number, ours.copied_from, ours.area_code) == ("K43", shared, COUNTY)
    ended = {"on": "2026-01-31", "reason": "改由网格承担"}
    assert visit(office.county, f"/pairing/scheme/{ours.pk}/act/end/", post=ended).status_code == 302
    ours.refresh_from_db()
    assert str(ours.valid_to) == "2026-01-31"


def test_a_scheme_travels_as_a_file(office, visit):
    visit(office.county, NEW, post=TYPED)
    made = Scheme.objects.get(name="our-doctors")
    content = visit(office.county, f"/pairing/scheme/{made.pk}/file/").content
    client = Client()
    client.force_login(office.stranger)

    def sent(body: bytes, **more: str):
        return client.post(TAKE_OVER, {"file": SimpleUploadedFile("scheme.json", body), **more})

    assert "已有代号" in sent(content).content.decode()
    assert sent(content, name="theirs").status_code == 302
    theirs = Scheme.objects.get(name="theirs")
    assert theirs.area_code == "420303"
    assert (theirs.eligible, theirs.weights, theirs.capacity_classes) == (
        made.eligible, made.weights, made.capacity_classes,
    )  # fmt: skip
    broken = json.loads(content)
    broken["scheme"]["per_helper_max"] = 0
    for body, words in (
        (b"\xff\xfe", "这不是导出的"),
        (b"[]", "这不是导出的"),
        (json.dumps(broken).encode(), "上限为 0"),
        (json.dumps({"bangfu_scheme": 1, "scheme": {"secret": 1}}).encode(), "不认识的内容"),
        (json.dumps({"bangfu_scheme": 1, "scheme": {"name": "x"}}).encode(), "缺少"),
    ):
        assert words in sent(body, name="other").content.decode()
    assert not Scheme.objects.filter(name="other").exists()


def test_a_stranger_reads_but_does_not_change_anothers_scheme(office, visit):
    visit(office.county, NEW, post=TYPED)
    made = Scheme.objects.get(name="our-doctors")
    typed = TYPED | {"title": "改名", "_version": "1"}
    assert visit(office.stranger, f"/pairing/scheme/{made.pk}/edit/", post=typed).status_code in (403, 422)
    made.refresh_from_db()
    assert made.title == "本县医生包户"
    assert visit(office.township, NEW).status_code == 403


def test_the_api_takes_the_same_rows(office):
    client = Client()
    client.force_login(office.county)
    typed = {k: v for k, v in TYPED.items() if k not in ("full_coverage", "keeps_on_exit", "automatic")}
    typed |= {"full_coverage": True, "keeps_on_exit": True, "automatic": True}
    made = client.post("/api/pairing/scheme/", json.dumps(typed), content_type="application/json")
    assert made.status_code in (200, 201), made.content.decode()
    scheme = Scheme.objects.get(name="our-doctors")
    assert scheme.eligible["helper_organisation"] == ["hospital"]
    changed = client.patch(
        f"/api/pairing/scheme/{scheme.pk}/", json.dumps({"per_helper_max": 5}), content_type="application/json"
    )
    assert changed.status_code == 200, changed.content.decode()
    scheme.refresh_from_db()
    assert (scheme.per_helper_max, scheme.eligible["same_area"], scheme.weights["load"]) == (5, 6, 4)
    wrong = client.post(
        "/api/pairing/scheme/", json.dumps(typed | {"name": "b", "per_helper_max": 0}), content_type="application/json"
    )
    assert wrong.status_code == 422
    assert "上限为 0" in wrong.json()["message"]
