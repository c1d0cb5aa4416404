"""Evidence: what is taken and refused, stored once, opened under the rights of what it proves."""

import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone
from PIL import ExifTags, Image

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.evidence import actions
from bangfu.kernel.evidence.actions import attach, clean_name, link_evidence, remove_evidence, remove_orphans, store
from bangfu.kernel.evidence.files import folder, open_stored, path_of, stored_bytes
from bangfu.kernel.evidence.models import Evidence, EvidenceLink
from bangfu.kernel.evidence.pages import download
from bangfu.kernel.evidence.queries import evidence_of, evidence_visible_to, open_evidence
from bangfu.kernel.history.queries import changes_of
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.tests.people import COUNTY, VILLAGE, alice, auditor, bob, carol, mallory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.BANGFU_HOME = tmp_path


def upload(name: str, content: bytes) -> ContentFile:  # type: ignore[type-arg]
    return ContentFile(content, name=name)


def picture(format_: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, format_, **options)
    return out.getvalue()


def photo_with_position() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.DateTime] = "2026:03:01 09:30:00"
    exif[ExifTags.Base.Model] = "Phone of Alice"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (32.0, 38.0, 1.0), 3: "E", 4: (110.0, 47.0, 1.0)})
    return picture(exif=exif.tobytes(), comment=b"taken at home", xmp=b"<x>Bob's album</x>")


def package(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member in members:
            archive.writestr(member, "<x/>")
    return out.getvalue()


def test_position_and_device_go_and_the_picture_stays() -> None:
    original = photo_with_position()
    assert b"at home" in original
    assert b"album" in original
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    stored = store(alice(), upload("入户.JPG", original), "photo")
    assert (stored.media_type, stored.width, stored.height) == ("image/jpeg", 60, 40)
    content = stored_bytes(stored.digest)
    kept = Image.open(io.BytesIO(content))
    exif = kept.getexif()
    assert not exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert exif[ExifTags.Base.Orientation] == 6
    assert exif[ExifTags.Base.DateTime] == "2026:03:01 09:30:00"
    assert b"Alice" not in content
    assert b"at home" not in content
    assert b"album" not in content
    before = Image.open(io.BytesIO(original))
    worst = max(abs(a - b) for a, b in zip(before.tobytes(), kept.tobytes(), strict=True))
    assert worst <= 3  # of 255: nothing an eye can see


def test_what_was_hidden_behind_a_picture_is_gone() -> None:
    stored = store(alice(), upload("a.png", picture("PNG") + b"<script>alert(1)</script>"), "photo")
    assert b"script" not in stored_bytes(stored.digest)


@pytest.mark.parametrize(("format_", "name"), [("PNG", "a.png"), ("WEBP", "a.webp"), ("JPEG", "a.jpeg")])
def test_photographs_of_each_format(format_: str, name: str) -> None:
    stored = store(alice(), upload(name, picture(format_)), "photo")
    assert stored.is_photo
    assert Image.open(open_stored(stored.digest)).size == (60, 40)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("报告.pdf", PDF, "application/pdf"),
        ("名单.csv", "姓名,电话\n张三,1\n".encode("gb18030"), "text/csv"),
        ("名单.csv", "\ufeff姓名,电话\n".encode(), "text/csv"),
        ("名单.csv", ("汉" * 2000).encode(), "text/csv"),  # the first bytes end inside a character
        ("表.xlsx", package("[Content_Types].xml", "xl/workbook.xml"), None),
        ("文.docx", package("[Content_Types].xml", "word/document.xml"), None),
    ],
)
def test_documents_and_workbooks(name: str, content: bytes, media_type: str | None) -> None:
    stored = store(alice(), upload(name, content))
    assert media_type in (None, stored.media_type)
    assert stored_bytes(stored.digest) == content
    assert stored.size == len(content)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("图.svg", b"<svg onload='x'/>", "矢量图"),
        ("页.html", b"<html>", "网页"),
        ("程序.exe", b"MZ", "程序"),
        ("宏.xlsm", package("xl/workbook.xml"), "宏"),
        ("藏.xlsx", package("xl/workbook.xml", "xl/vbaProject.bin"), "宏"),
        ("藏.docx", package("word/document.xml", "word/vbaProject.bin"), "宏"),
        ("假.xlsx", package("word/document.xml"), "不符"),
        ("假.xlsx", b"not a zip", "不符"),
        ("假.xls", b"\xff\xd8\xff\xe0 not ole", "不符"),
        ("假.pdf", picture(), "不符"),
        ("半.pdf", PDF[:-7], "不完整"),
        ("假.csv", b"\n <HTML><script>", "不符"),
        ("假.csv", b"a,b\0c", "不符"),
        ("假.jpg", b"<svg/>", "无法打开"),
        ("半.jpg", picture()[:200], "无法打开"),
        ("假.jpg", picture("PNG"), "不符"),
        ("动.png", picture("GIF"), "无法打开"),
        ("苹果.heic", b"\x00\x00\x00\x18ftypheic" + b"\0" * 40, "HEIC"),
        ("空.pdf", b"", "空文件"),
        ("无扩展名", PDF, "类型"),
        ("旧.doc", b"\xd0\xcf\x11\xe0", "类型"),
    ],
)
def test_what_is_refused_and_why(name: str, content: bytes, word: str) -> None:
    with pytest.raises(Refused, match=word):
        store(alice(), upload(name, content))
    assert not Evidence.objects.exists()
    assert not [p for p in folder().rglob("*") if p.is_file()] if folder().exists() else True


def test_renamed_file_is_told_what_it_looks_like() -> None:
    with pytest.raises(Refused, match="PDF"):
        store(alice(), upload("表.csv", PDF[:9] + b"\0" + PDF))


def test_size_and_pixels_are_the_countys_parameters() -> None:
    user = alice()
    set_policy(user, "kernel.evidence.document_megabytes", "1", area_code=COUNTY)
    big = upload("a.pdf", PDF + b" " * 1024 * 1024 + b"%%EOF")
    with pytest.raises(Refused, match="1 MB"):
        store(user, big, area_code=VILLAGE)
    store(user, big)
    set_policy(user, "kernel.evidence.photo_megapixels", "1", area_code=COUNTY)
    with pytest.raises(Refused, match="百万像素"):
        store(user, upload("a.png", picture("PNG", (1001, 1000))), "photo", area_code=VILLAGE)


def test_small_file_that_would_fill_the_memory() -> None:
    out = io.BytesIO()
    Image.new("1", (15_000, 15_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(Refused, match="像素"):
        store(alice(), upload("bomb.png", out.getvalue()), "photo")


def test_county_may_take_fewer_kinds() -> None:
    user = alice()
    set_policy(user, "kernel.evidence.endings", '["pdf", "exe"]', area_code=COUNTY)
    with pytest.raises(Refused, match="可以上传：pdf。"):
        store(user, upload("a.png", picture("PNG")), area_code=COUNTY)
    with pytest.raises(Refused, match="程序"):
        store(user, upload("a.exe", b"MZ"), area_code=COUNTY)


def test_purpose_says_which_kinds_serve() -> None:
    with pytest.raises(Refused, match="照片"):
        store(alice(), upload("a.pdf", PDF), "photo")
    with pytest.raises(KeyError):
        store(bob(), upload("a.pdf", PDF), "no-such-purpose")


def test_the_same_content_is_kept_once() -> None:
    a, b = alice(), bob()
    first = store(a, upload("一.pdf", PDF))
    second = store(b, upload("二.pdf", PDF))
    assert first == second
    assert (second.name, second.uploaded_by) == ("一.pdf", a)
    assert [p for p in folder().rglob("*") if p.is_file()] == [path_of(first.digest)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\照片\\a.jpg", "a.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),  # a name written from right to left
        ("长" * 300 + ".pdf", "长" * 156 + ".pdf"),
    ],
)
def test_names(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def account() -> User:
    """Return an object to prove something about: the kernel's only one with a place is an account."""
    return User.objects.create(username="case", name="Case", area_code=VILLAGE)


def test_opened_under_the_rights_of_the_object() -> None:
    admin, thing = carol(), account()
    link = attach(admin, thing, upload("证明.pdf", PDF), "document", note="低保证明")
    assert [e.evidence.name for e in evidence_of(thing)] == ["证明.pdf"]
    for user in (admin, auditor()):
        with open_evidence(user, link) as file:
            assert file.read() == PDF
        assert evidence_visible_to(user, link.pk) == link
    for user in (mallory(), bob()):  # another place; the place, but not the permission over accounts
        with pytest.raises(Denied):
            open_evidence(user, link)
    with pytest.raises(Denied):
        evidence_visible_to(admin, link.pk + 1)
    assert changes_of(thing).get().after == {"evidence": "证明.pdf", "purpose": "document"}


def test_attached_twice_is_one_link() -> None:
    admin, thing = carol(), account()
    first = attach(admin, thing, upload("a.pdf", PDF), "document")
    assert link_evidence(admin, first.evidence, thing, "document") == first
    assert EvidenceLink.objects.count() == 1


def test_removed_file_stays_for_the_auditor() -> None:
    admin, watcher, thing = carol(), auditor(), account()
    link = attach(admin, thing, upload("a.pdf", PDF), "document")
    with pytest.raises(Refused):
        remove_evidence(admin, link, "kernel.user.change", thing, reason=" ")
    with pytest.raises(Denied):
        remove_evidence(mallory(), link, "kernel.user.change", thing, reason="捣乱")
    link = remove_evidence(admin, link, "kernel.user.change", thing, reason="传错了")
    assert not evidence_of(thing)
    with pytest.raises(Denied):
        open_evidence(admin, link)
    open_evidence(watcher, link).close()
    assert changes_of(thing).first().reason == "传错了"


@pytest.mark.parametrize(
    ("name", "content", "disposition"),
    [("a.pdf", PDF, "attachment"), ("照片.png", picture("PNG"), "inline")],
)
def test_download_can_run_nothing(rf: RequestFactory, name: str, content: bytes, disposition: str) -> None:
    admin, thing = carol(), account()
    link = attach(admin, thing, upload(name, content), "document")
    request = rf.get("/")
    request.user = admin
    response = download(request, link.pk)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "private" in response["Cache-Control"]
    assert response["Content-Type"] == link.evidence.media_type
    assert response.get("Content-Disposition", "inline").startswith(disposition)
    assert b"".join(response.streaming_content)  # type: ignore[arg-type]
    request.user = mallory()
    with pytest.raises((Denied, Http404)):
        download(request, link.pk)


def test_file_gone_from_the_disk_is_told_in_words() -> None:
    admin = carol()
    link = attach(admin, account(), upload("a.pdf", PDF), "document")
    path_of(link.evidence.digest).unlink()
    with pytest.raises(Refused, match="备份"):
        open_evidence(admin, link)


def test_orphans_go_and_what_is_linked_stays() -> None:
    admin = carol()
    linked = attach(admin, account(), upload("a.pdf", PDF), "document").evidence
    orphan = store(admin, upload("b.csv", b"a,b\n"))
    young = store(admin, upload("c.csv", b"c,d\n"))
    draft = folder() / "draft-left-by-a-crash"
    draft.write_bytes(b"x")
    long_ago = timezone.now() - timedelta(days=3)
    os.utime(draft, (long_ago.timestamp(),) * 2)
    Evidence.objects.filter(pk__in=[linked.pk, orphan.pk]).update(at=long_ago)
    assert remove_orphans() == 2
    assert not path_of(orphan.digest).exists()
    assert path_of(linked.digest).exists()
    assert path_of(young.digest).exists()
    assert not draft.exists()
    assert remove_orphans() == 0


def test_same_content_stored_while_its_orphan_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    admin = carol()
    orphan = store(admin, upload("a.pdf", PDF))
    Evidence.objects.update(at=timezone.now() - timedelta(days=3))
    kept = actions.keep

    def removed_meanwhile(draft: Path) -> str:
        digest = kept(draft)
        monkeypatch.setattr(actions, "keep", kept)
        assert remove_orphans() == 1
        return digest

    monkeypatch.setattr(actions, "keep", removed_meanwhile)
    again = store(admin, upload("a.pdf", PDF))
    assert again.pk != orphan.pk
    assert stored_bytes(again.digest) == PDF
