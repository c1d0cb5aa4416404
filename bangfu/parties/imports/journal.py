"""What an import needs to remember to be taken back: the rows as they were, sealed numbers still sealed."""

from pathlib import Path

import polars as pl
from django.conf import settings


class Journal:
    """The frames of one run, kept as Parquet files beside the uploads."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self.frames: dict[str, pl.DataFrame] = {}

    def keep(self, name: str, frame: pl.DataFrame) -> None:
        """Remember a frame under a name."""
        if not frame.is_empty():
            self.frames[name] = frame

    def save(self) -> None:
        """Write the frames. A file without a committed run does no harm; a run without its file could not be undone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, frame in self.frames.items():
            frame.write_parquet(self.folder / f"{name}.parquet", compression="zstd")

    @property
    def folder(self) -> Path:
        """Where this run's frames are."""
        return Path(settings.BANGFU_HOME) / "imports" / str(self.run_id)

    def load(self, name: str) -> pl.DataFrame | None:
        """Return a remembered frame, or None when the run had nothing of that name."""
        path = self.folder / f"{name}.parquet"
        return pl.read_parquet(path) if path.exists() else None
