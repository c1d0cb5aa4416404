"""Choosing the writer by the ending of the file's name."""

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.reports.document import Document, Seal
from bangfu.reports.outputs.html import to_html
from bangfu.reports.outputs.markdown import to_markdown
from bangfu.reports.outputs.pdf import to_pdf
from bangfu.reports.outputs.word import to_word
from bangfu.reports.outputs.workbook import to_workbook

Writer = Callable[[Document, Seal | None, str], bytes]

WRITERS: dict[str, tuple[Writer, str]] = {
    "docx": (to_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
    "html": (to_html, "text/html; charset=utf-8"),
    "md": (to_markdown, "text/markdown; charset=utf-8"),
    "xlsx": (to_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def written(document: Document, ending: str, *, seal: Seal | None = None, base: str = "") -> bytes:
    """Return the report as a file of a kind. ``base`` is the site's address, for links; raise Refused for others."""
    if ending not in WRITERS:
        raise Refused(
            _("不能写 .%(ending)s 文件；可用：%(known)s。")
            % {"ending": ending, "known": "、".join(f".{e}" for e in WRITERS)}
        )
    return WRITERS[ending][0](document, seal, base)


def write_file(
    document: Document,
    path: Path,
    *,
    seal: Seal | None = None,
    base: str = "",
    last: Callable[[bytes], bytes] | None = None,
) -> None:
    """Write the report to a file whose ending says its kind; nothing is left behind when that fails.

    ``last`` is what is done to the file before it is kept: the seal of a sealed report is put inside.
    """
    content = written(document, path.suffix.lower().lstrip("."), seal=seal, base=base)
    content = last(content) if last else content
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(_("写不进 %(path)s：%(why)s") % {"path": path, "why": error.strerror}) from error


def file_name(document: Document, ending: str) -> str:
    """Return the name a report is saved under: 茅箭区社会扶贫工作综述（2020年）.docx."""
    return f"{document.title}（{document.lead if document.chapters else document.period}）.{ending}"
