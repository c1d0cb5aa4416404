"""What may be uploaded: kinds of files, purposes, and the parameters that bound them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import registry_of
from bangfu.kernel.policy.keys import PolicyKey

Text = str | Promise
PHOTO, DOCUMENT, WORKBOOK = "photo", "document", "workbook"
OOXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileType:
    """A file ending we know how to check: the kind it belongs to and the media type it is stored under."""

    kind: str
    media_type: str


FILE_TYPES = {
    "jpg": FileType(PHOTO, "image/jpeg"),
    "jpeg": FileType(PHOTO, "image/jpeg"),
    "png": FileType(PHOTO, "image/png"),
    "webp": FileType(PHOTO, "image/webp"),
    "heic": FileType(PHOTO, "image/jpeg"),  # kept as JPEG, which every browser shows
    "pdf": FileType(DOCUMENT, "application/pdf"),
    "docx": FileType(DOCUMENT, f"{OOXML}wordprocessingml.document"),
    "xlsx": FileType(WORKBOOK, f"{OOXML}spreadsheetml.sheet"),
    "xls": FileType(WORKBOOK, "application/vnd.ms-excel"),
    "ods": FileType(WORKBOOK, "application/vnd.oasis.opendocument.spreadsheet"),
    "csv": FileType(WORKBOOK, "text/csv"),
}

EVIDENCE_KEYS = (
    PolicyKey(name="kernel.evidence.photo_megabytes", title=_("照片大小上限"), type="integer", unit="MB"),
    PolicyKey(name="kernel.evidence.photo_megapixels", title=_("照片像素上限"), type="integer", unit=_("百万像素")),
    PolicyKey(name="kernel.evidence.document_megabytes", title=_("文档大小上限"), type="integer", unit="MB"),
    PolicyKey(name="kernel.evidence.workbook_megabytes", title=_("表格大小上限"), type="integer", unit="MB"),
    PolicyKey(
        name="kernel.evidence.endings",
        title=_("允许上传的文件类型"),
        type="table",
        help=_('文件扩展名的列表，例如 ["jpg", "pdf"]。'),
    ),
)


@dataclass(frozen=True, kw_only=True)
class EvidencePurpose:
    """What a file is attached for (an invoice, a photograph of a visit), and which kinds of files serve."""

    name: str
    title: Text
    accepts: tuple[str, ...] = (PHOTO, DOCUMENT, WORKBOOK)


evidence_purposes = registry_of(EvidencePurpose)

PURPOSES = (
    EvidencePurpose(name="photo", title=_("照片"), accepts=(PHOTO,)),
    EvidencePurpose(name="document", title=_("文件"), accepts=(PHOTO, DOCUMENT)),
    EvidencePurpose(name="workbook", title=_("表格"), accepts=(WORKBOOK,)),
    EvidencePurpose(name="import", title=_("导入的表格"), accepts=(WORKBOOK,)),
    EvidencePurpose(name="other", title=_("其他")),
)
