"""The kinds of file a table can be taken out as; layers above register them in their manifests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from bangfu.figures.tables.document import Document
from bangfu.kernel.errors import Refused
from bangfu.kernel.manifest import registry_of


@dataclass(frozen=True, kw_only=True)
class TableWriter:
    """A kind of file; ``name`` is the ending of its files.

    ``write`` is the dotted path of a function that takes the table and the site's address and returns the file's
    bytes; it is imported when first used, for the libraries behind it are slow to load.
    """

    name: str
    title: str | Promise
    content_type: str
    write: str


table_writers = registry_of(TableWriter)


def written_table(document: Document, ending: str, base: str = "") -> bytes:
    """Return a table as a file of a kind; raise Refused for a kind nobody writes."""
    writer = table_writers.get(ending)
    if writer is None:
        raise Refused(
            _("不能写 .%(ending)s 文件；可用：%(known)s。")
            % {"ending": ending[:10], "known": "、".join(f".{name}" for name in table_writers.names())},
            field="ending",
        )
    return import_string(writer.write)(document, base)


def write_table(document: Document, path: Path, base: str = "") -> None:
    """Write a table to a file whose ending says its kind."""
    content = written_table(document, path.suffix.lower().lstrip("."), base)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(_("写不进 %(path)s：%(why)s") % {"path": path, "why": error.strerror}) from error


def table_file_name(document: Document, ending: str) -> str:
    """Return the name a table is saved under: T32 消费帮扶分渠道销售情况表（茅箭区，截至2020-12-31）.xlsx."""
    return f"{document.code} {document.title}（{document.place_name}，截至{document.to}）.{ending}"
