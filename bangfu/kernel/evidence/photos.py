"""Photographs: decoded before they are believed, and freed of what the camera wrote into them.

The programme does not track people, so the position, the device and all other metadata go. What stays is the
picture, which way up it is, its colour profile and the time the camera gave.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, JpegImagePlugin, UnidentifiedImageError

from bangfu.kernel.errors import Refused

MEGA = 1_000_000
WEBP_QUALITY = 90
HEIC_QUALITY = 92
HEIF_BRANDS = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")
Options = dict[str, Any]
KEPT_INFO = ("transparency", "gamma")
KEPT_EXIF = (ExifTags.Base.Orientation, ExifTags.Base.DateTime)
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError)


@dataclass(frozen=True)
class Photo:
    """A photograph as it is stored."""

    content: bytes
    media_type: str
    width: int
    height: int


def clean_photo(path: Path, name: str, max_pixels: int) -> Photo:
    """Return the picture without its metadata; raise Refused when it cannot be decoded or has too many pixels."""
    try:
        with Image.open(path) as picture:
            _refuse_too_large(picture, name, max_pixels)
            picture.load()
            return _rewritten(picture)
    except Image.DecompressionBombError as error:
        raise Refused(_("照片“%s”的像素多得不合常理，不能上传。") % name) from error
    except BROKEN as error:
        raise _unreadable(path, name) from error


def _refuse_too_large(picture: Image.Image, name: str, max_pixels: int) -> None:
    width, height = picture.size
    if width * height > max_pixels:
        raise Refused(
            _("照片“%(name)s”为 %(width)s × %(height)s，超过上限 %(limit)s 百万像素。请缩小后再上传。")
            % {"name": name, "width": width, "height": height, "limit": max_pixels // MEGA}
        )


def _unreadable(path: Path, name: str) -> Refused:
    with path.open("rb") as file:
        head = file.read(16)
    if head[4:12] in HEIF_BRANDS:
        return Refused(
            _("照片“%s”是 HEIC 格式，本机无法打开。请在手机相机设置中选择“兼容性最佳”（JPEG），或另存为 JPG 后再上传。")
            % name
        )
    return Refused(_("照片“%s”无法打开：不是照片，或文件已损坏。请重新拍摄或导出后再上传。") % name)


def _rewritten(picture: Image.Image) -> Photo:
    save = {"JPEG": _jpeg, "MPO": _jpeg, "PNG": _png, "WEBP": _webp, "HEIF": _from_heif}.get(picture.format or "")
    if save is None:
        raise ValueError(picture.format)
    kept = _kept(picture)
    # What is left in ``info`` is written again by some formats: comments, XMP, the editor's own blocks.
    picture.info = {key: picture.info[key] for key in KEPT_INFO if key in picture.info}
    out = BytesIO()
    media_type = save(picture, out, kept)
    return Photo(out.getvalue(), media_type, picture.width, picture.height)


def _kept(picture: Image.Image) -> Options:
    source, kept = picture.getexif(), Image.Exif()
    for tag in KEPT_EXIF:
        if tag in source:
            kept[tag] = source[tag]
    return {"exif": kept.tobytes() if len(kept) else b"", "icc_profile": picture.info.get("icc_profile")}


def _jpeg(picture: Image.Image, out: BytesIO, kept: Options) -> str:
    # The camera's own tables: decoding and encoding with them again costs no visible quality.
    tables = {
        "qtables": picture.quantization,  # type: ignore[attr-defined]
        "subsampling": JpegImagePlugin.get_sampling(picture),
    }
    picture.save(out, "JPEG", optimize=True, **tables, **kept)
    return "image/jpeg"


def _png(picture: Image.Image, out: BytesIO, kept: Options) -> str:
    picture.save(out, "PNG", **kept)
    return "image/png"


def _webp(picture: Image.Image, out: BytesIO, kept: Options) -> str:
    picture.save(out, "WEBP", quality=WEBP_QUALITY, **kept)
    return "image/webp"


def _from_heif(picture: Image.Image, out: BytesIO, kept: Options) -> str:
    # Only where the installation's imaging library decodes HEIC.
    picture.convert("RGB").save(out, "JPEG", quality=HEIC_QUALITY, **kept)
    return "image/jpeg"
