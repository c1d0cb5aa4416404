"""The last gate: of a row only its declared columns pass, and none of them with a number that identifies somebody.

Pure. What is stopped is raised, never shown in part: a telephone split over heading and text is still one.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from bangfu.kernel.areas_of import TOWNSHIP
from bangfu.kernel.publishing.declared import PublicColumn
from bangfu.kernel.scanning import Sensitive, identifying_numbers

ADDRESSED = ("id", "day")
FEWEST_DIGITS = 7  # no identifying number is shorter
TEXTS_KEPT = 20_000
SEPARATOR = "、"


class Withheld(Exception):
    """A row that must not be shown: ``kinds`` are what was found, ``columns`` where. It carries nothing of the row."""

    def __init__(self, kinds: Iterable[Sensitive], columns: Iterable[str]) -> None:
        self.kinds, self.columns = tuple(dict.fromkeys(kinds)), tuple(dict.fromkeys(columns))
        super().__init__(", ".join(self.kinds))


def released(
    columns: tuple[PublicColumn, ...], row: Mapping[str, Any], *, finest: int = TOWNSHIP, masked: bool = True
) -> dict[str, Any]:
    """Return what may be shown of a row: its address, its place down to ``finest`` digits and the declared columns.

    Names of persons are masked but on a sheet for the village board. Raises Withheld when its texts hold an ID,
    telephone or bank number, alone or joined.
    """
    public = {name: row[name] for name in ADDRESSED if name in row}
    public["area_code"] = str(row.get("area_code") or "")[:finest]
    for column in columns:
        value = row.get(column.name)
        if column.kind == "area":
            value = str(value or "")[:finest]
        elif column.kind == "name":
            value = masked_name(str(value or "")) if masked else str(value or "")
        public[column.name] = value
    refuse_identifying({c.name: str(public[c.name] or "") for c in columns if c.kind in ("text", "name")})
    return public


def refuse_identifying(texts: Mapping[str, str]) -> None:
    """Raise Withheld when texts that are shown together hold an identifying number, alone or joined."""
    found = {name: kinds for name, text in texts.items() if (kinds := kinds_in(text))}
    if found:
        raise Withheld([kind for kinds in found.values() for kind in kinds], found)
    filled = [text for text in texts.values() if text]
    if len(filled) > 1 and (kinds := kinds_in(" ".join(filled))):
        raise Withheld(kinds, texts)


@lru_cache(maxsize=TEXTS_KEPT)
def kinds_in(text: str) -> tuple[Sensitive, ...]:
    """Return the kinds of identifying numbers a text holds, in order of appearance."""
    if len(text) < FEWEST_DIGITS:
        return ()
    return tuple(one.kind for one in identifying_numbers(text))


def masked_name(name: str) -> str:
    """Return a person's name as a notice may show it: the family name, then one star a character (王*, 欧阳**)."""
    name = "".join(name.split())
    family = 2 if name[:2] in TWO_CHARACTER_FAMILIES and len(name) > 2 else 1
    return name[:family] + "*" * max(len(name) - family, 1) if name else ""


TWO_CHARACTER_FAMILIES = frozenset(
    "欧阳、司马、上官、诸葛、司徒、东方、夏侯、皇甫、尉迟、公孙、慕容、令狐、长孙、宇文、端木、百里、南宫、独孤、呼延、第五".split(
        SEPARATOR
    )
)
"""Family names written with two characters that are common enough to be met (百家姓)."""
