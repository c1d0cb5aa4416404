"""Screening a population that is a folder of columnar files: a province that fits no one county's database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils import timezone

from bangfu.workstreams.monitoring.screening.asking import ask_frames, chosen_engine, opened
from bangfu.workstreams.monitoring.screening.population import Population
from bangfu.workstreams.monitoring.screening.rules import prepared, versions_in_force
from bangfu.workstreams.monitoring.screening.vocabulary import vocabulary


def screen_folder(
    folder: Path, area_code: str, on: date | None = None, engine: str = "", output: Path | None = None
) -> dict[str, Any]:
    """Ask the rules in force of a snapshot; return hits by rule and the number of households hit.

    No clue is raised: the households are those of other registers. ``output`` takes the hits, a row each, with the
    rule, the household and the person. Rules over lists that the folder does not have are skipped and say so.
    """
    day = on or timezone.localdate()
    words = vocabulary(day, area_code)
    there = {table.name for table in words.tables if (folder / table.name).is_dir()}
    ready = prepared(versions_in_force(area_code, day), words, area_code, day)
    lines: list[dict[str, Any]] = []
    frames: list[pl.DataFrame] = []
    with opened(chosen_engine(engine), folder, Population(area_code, day), words) as opened_engine:
        for rule, frame, fault in ask_frames(opened_engine, words, ready, there):
            line = {"code": rule.version.rule.code, "version": rule.version.number, "hits": len(frame)}
            lines.append({**line, "skipped": fault} if fault else line)
            frames.append(frame.with_columns(pl.lit(rule.version.rule.code).alias("rule")))
    hits = pl.concat(frames) if frames else pl.DataFrame(schema={"household": pl.Int64, "person": pl.Int64})
    if output is not None:
        hits.write_parquet(output)
    clues = hits["household"].drop_nulls().n_unique()
    return {"area": area_code, "on": day, "rules": lines, "clues": clues}
