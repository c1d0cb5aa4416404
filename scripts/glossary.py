"""Write docs/glossary.md from docs/glossary.toml: `python -m scripts.glossary`."""

import tomllib
from typing import Any

from scripts.console import ROOT

SOURCE = ROOT / "docs" / "glossary.toml"
PAGE = ROOT / "docs" / "glossary.md"
HEAD = """# 词汇表 · Glossary

Made from `glossary.toml` by `python -m scripts.glossary`. One word, one name: in pages, documents and code.
"""


def page_of(glossary: dict[str, Any]) -> str:
    """The glossary as a Markdown page: one table for each part."""
    return "\n".join([HEAD, *(_part(part) for part in glossary.values())])


def _part(part: dict[str, Any]) -> str:
    lines = [f"## {part['title']}", "", "| 中文 | English | code |", "| --- | --- | --- |"]
    for term in part["terms"]:
        words = term["zh"] + (f"（{'、'.join(term['also'])}）" if "also" in term else "")
        meaning = term["en"] + (f": {term['note']}" if "note" in term else "")
        names = [*(f"`{name}`" for name in term["code"])]
        if "code_list" in term:
            names.append(f"code list `{term['code_list']}`")
        lines.append(f"| {words} | {meaning} | {', '.join(names)} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page_of(tomllib.loads(SOURCE.read_text())))
