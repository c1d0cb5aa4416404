"""What an import needs to remember to be taken back: what it inserted, and the rows it changed as they were."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.apps import apps
from django.conf import settings
from django.db.models import Model

INSERTED, BEFORE, AFTER = "inserted", "before", "after"


@dataclass(frozen=True)
class Step:
    """One statement of a run: the rows as inserted, or the changed columns before and after, by primary key."""

    model: type[Model]
    inserted: pl.DataFrame | None = None
    before: pl.DataFrame | None = None
    after: pl.DataFrame | None = None


class Journal:
    """The steps of one run in their order, kept as Parquet files beside the uploads; sealed numbers stay sealed."""

    def __init__(self, run_id: int) -> None:
        self.folder = Path(settings.BANGFU_HOME) / "imports" / str(run_id)
        self._count = 0

    def begin(self) -> None:
        """Forget an earlier attempt that was not committed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def add(self, model: type[Model], **frames: pl.DataFrame) -> None:
        """Write one step. Files of a run that is never committed do no harm; they are forgotten by the next try."""
        self._count += 1
        for what, frame in frames.items():
            name = f"{self._count:03d}-{model._meta.label_lower}-{what}.parquet"
            frame.write_parquet(self.folder / name, compression="lz4", statistics=False)

    def backwards(self) -> Iterator[Step]:
        """Yield the steps, the last one first."""
        files: dict[str, dict[str, Path]] = {}
        for path in sorted(self.folder.glob("*.parquet"), reverse=True):
            number, label, what = path.stem.split("-")
            files.setdefault(f"{number}-{label}", {})[what] = path
        for name, parts in files.items():
            frames = {what: pl.read_parquet(path) for what, path in parts.items()}
            yield Step(apps.get_model(name.split("-")[1]), **frames)
