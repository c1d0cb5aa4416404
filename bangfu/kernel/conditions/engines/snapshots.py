"""A population as columnar files, by province and county: ``folder/<table>/province=42/county=420302/*.parquet``.

What a province gathers from its counties has this form, and so has what one county's database gives for a run. Files
hold numbers of rows and attributes, no names and no identifying numbers, but health among the attributes: a snapshot
is as sensitive as the register.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import COUNTY, PROVINCE
from bangfu.kernel.conditions.vocabulary import ROW, Kind, Table
from bangfu.kernel.errors import Refused

AREA = "area_code"
DONE = "_complete"
NOWHERE = "none"
TYPES: Mapping[Kind, pl.DataType] = {
    Kind.INTEGER: pl.Int64(),
    Kind.MONEY: pl.Int64(),
    Kind.QUANTITY: pl.Int64(),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.DATE: pl.Date(),
}
_PART = re.compile(r"province=(\w+)/county=(\w+)$")


def schema_of(table: Table) -> dict[str, pl.DataType]:
    """Return the columns a table has in files."""
    columns: dict[str, pl.DataType] = {ROW: pl.Int64()}
    columns |= {link: pl.Int64() for link in table.links.values()}
    columns |= {f.name: TYPES.get(f.kind, pl.String()) for f in table.fields if not f.formula}
    if table.birth:
        columns[table.birth] = pl.Date()
    if table.day:
        columns[table.day] = pl.Date()
    return columns


def write_table(folder: Path, table: Table, frames: Iterable[pl.DataFrame]) -> int:
    """Write the rows of a table, divided by place; return how many. What was there of the table goes."""
    shutil.rmtree(folder / table.name, ignore_errors=True)
    (folder / table.name).mkdir(parents=True)
    count = 0
    for number, frame in enumerate(frames):
        count += len(frame)
        county = pl.col(AREA).str.slice(0, COUNTY).replace("", NOWHERE)
        for (place,), part in frame.group_by(county):
            path = part_of(folder, table, str(place))
            path.mkdir(parents=True, exist_ok=True)
            part.select(schema_of(table).keys()).write_parquet(path / f"part-{number:05d}.parquet")
    return count


def part_of(folder: Path, table: Table, county: str) -> Path:
    """Return the folder with a county's rows of a table."""
    return folder / table.name / f"province={county[:PROVINCE]}" / f"county={county}"


@dataclass(frozen=True)
class Snapshot:
    """A folder of files, seen from one place."""

    folder: Path
    area: str = ""

    def parts(self, table: Table) -> list[Path]:
        """Return the folders that can hold rows of the place; raise Refused where a table is missing altogether."""
        if not (self.folder / table.name).is_dir():
            raise Refused(_("快照 %(folder)s 里没有“%(table)s”。") % {"folder": self.folder.name, "table": table.name})
        found = []
        for path in sorted((self.folder / table.name).glob("province=*/county=*")):
            match = _PART.search(path.as_posix())
            if match and _touches(match[2], self.area):
                found.append(path)
        return found


def _touches(county: str, area: str) -> bool:
    return county.startswith(area) or area.startswith(county)
