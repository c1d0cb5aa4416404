"""Measures the checker: precision and recall on annotated texts, speed, and a number-extracting library as peer.

Usage: python bench/checker.py [FOLDER_OF_DOCUMENTS CLAIMS.JSONL]

Prints a JSON list. The annotated texts of the repository are of groups: `tuned` (t*); `held_out` (h*), never looked at
while the first rules were written; all others, named by one letter or two, annotated by people who knew no rule,
measured unseen and then used; `unseen`, measured unseen last. The documents and their claims are not part of the
repository; without the two arguments they are left out. A conflict in a text without annotated relations counts as
false. The peer, cn2an, turns numerals of a text into digits; it knows neither units nor bounds, so only the recall of
values is compared.
"""

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

import cn2an

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.scoring import (
    RelationScore,
    Score,
    alterations,
    annotated,
    is_caught,
    marked,
    score,
    score_relations,
)

TEXTS = Path(__file__).parent.parent / "bangfu/reports/checker/tests/texts"
RELATED, UNSEEN = TEXTS.parent / "related", TEXTS.parent / "unseen"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def documents(folder: Path, claims: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    """The documents with their claims in the shape of the annotations."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in claims.read_text("utf-8").splitlines():
        row = json.loads(line)
        row |= {"start": row["offset"], "end": row["offset"] + len(row["figure"])}
        rows.setdefault(row["doc"], []).append(row)
    return [((folder / name).read_text("utf-8"), found) for name, found in sorted(rows.items())]


def measured(name: str, texts: list[tuple[str, list[dict[str, Any]]]]) -> dict[str, Any]:
    """One entry of the report: agreement, speed, and the peer on the same texts."""
    start = time.perf_counter()
    total = sum((score(text, rows) for text, rows in texts), Score())
    seconds = time.perf_counter() - start
    return {
        "name": f"checker/{name}",
        "texts": len(texts),
        "characters": total.characters,
        "claims": total.gold_claims,
        "recall": round(total.recall, 4),
        "precision": round(total.precision, 4),
        "values": round(total.share(total.right_values), 4),
        "units": round(total.share(total.right_units), 4),
        "bounds": round(total.share(total.right_bounds), 4),
        "names_not_claimed": total.names,
        "relations": total.gold_relations,
        "relation_recall": round(total.relation_recall, 4) if total.gold_relations else None,
        "verdicts": round(total.right_verdicts / total.found_relations, 4) if total.found_relations else None,
        "false_conflicts": total.false_conflicts,
        "characters_per_second": round(total.characters / seconds),
        "peer": "cn2an",
        "peer_value_recall": round(peer_recall(texts), 4),
    }


def peer_recall(texts: list[tuple[str, list[dict[str, Any]]]]) -> float:
    """The share of annotated values that stand among the numbers cn2an leaves in the text."""
    found = wanted = 0
    for text, rows in texts:
        numbers = {float(match) for match in _NUMBER.findall(transformed(text))}
        for row in rows:
            if "start" in row:
                wanted += 1
                found += row["value"] in numbers
    return found / wanted if wanted else 1.0


def transformed(text: str) -> str:
    """`text` with its numerals turned into digits by the peer, line by line; lines it fails on stay as they are."""
    lines = []
    for line in text.splitlines():
        try:
            lines.append(cn2an.transform(line, "cn2an"))
        except ValueError:
            lines.append(line)
    return "\n".join(lines)


def related(group: str) -> dict[str, Any]:
    """Relations found in the marked texts of a group, and how many figures altered by one digit are caught.

    Group `a` was written before the search for relations, `b` before its rules were widened, `c` after: the rules were
    then changed only for measure words (度), lists of one measure word, and means set against means.
    """
    counts, caught, altered = RelationScore(), 0, 0
    for path in sorted(RELATED.glob(f"{group}*.txt")):
        score_relations(marked(path), counts)
        for letter, sample in alterations(marked(path)):
            altered += 1
            caught += is_caught(letter, sample)
    return {
        "name": f"checker/related_{group}",
        "characters": counts.characters,
        "relations": counts.wanted,
        "relation_recall": round(counts.found / counts.wanted, 4),
        "verdicts": round(counts.right_verdicts / counts.found, 4),
        "false_conflicts": counts.false_conflicts,
        "altered": altered,
        "altered_caught": round(caught / altered, 4),
    }


def page_of_figures(count: int) -> dict[str, Any]:
    """Time for a page of `count` figures, in one paragraph."""
    text = "".join(f"第{number % 97}组{number}户、" for number in range(1, count + 1))
    start = time.perf_counter()
    result = check_text(text)
    return {
        "name": "checker/page_of_figures",
        "n": count,
        "claims": len(result.claims),
        "seconds": round(time.perf_counter() - start, 2),
    }


def _groups() -> list[str]:
    """The names of the groups that others wrote: the letters before the number of a text."""
    names = (re.match(r"([a-z]+)\d+$", path.stem) for path in TEXTS.glob("*.jsonl"))
    return sorted({name[1] for name in names if name and name[1] not in "th"})


def _texts_of(group: str) -> list[tuple[str, list[dict[str, Any]]]]:
    paths = sorted(TEXTS.glob(f"{group}[0-9]*.jsonl"))
    return [annotated(path.with_suffix(".txt")) for path in paths]


def main(arguments: list[str]) -> None:
    entries = [
        measured("tuned", [annotated(path) for path in sorted(TEXTS.glob("t*.txt"))]),
        measured("held_out", [annotated(path) for path in sorted(TEXTS.glob("h*.txt"))]),
        *(measured(f"group {name}", _texts_of(name)) for name in _groups()),
        measured("unseen", [annotated(path) for path in sorted(UNSEEN.glob("*.txt"))]),
        *(related(group) for group in ("a", "b", "c", "d", "e")),
        page_of_figures(10_000),
    ]
    if len(arguments) == 2:
        entries.insert(0, measured("documents", documents(Path(arguments[0]), Path(arguments[1]))))
    print(json.dumps(entries, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
