"""Links between the project's documents lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)")
FENCE = re.compile(r"^```.*?^```", flags=re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.+?) *$", flags=re.MULTILINE)


def anchors_of(text: str) -> set[str]:
    """The anchors that headings get: lower case, spaces as hyphens, punctuation dropped."""
    headings = HEADING.findall(FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(document: Path) -> list[str]:
    """Links of a document to files or headings that are not there."""
    text = FENCE.sub("", document.read_text())
    broken = []
    for link in LINK.findall(text):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        path = (document.parent / target) if target else document
        is_broken_anchor = (
            anchor and path.suffix == ".md" and path.exists() and anchor not in anchors_of(path.read_text())
        )
        if not path.exists() or is_broken_anchor:
            broken.append(link)
    return broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    assert broken_links(document) == []


def test_broken_links_are_found(tmp_path):
    (tmp_path / "there.md").write_text("# Was ist, 帮扶?\n")
    document = tmp_path / "index.md"
    document.write_text(
        "# One heading\n[a](there.md) [b](there.md#was-ist-帮扶) [c](#one-heading) [d](https://example.org)\n"
        "![e](missing.png) [f](there.md#nowhere)\n```\n[g](in-code.md)\n```\n"
    )
    assert broken_links(document) == ["missing.png", "there.md#nowhere"]
