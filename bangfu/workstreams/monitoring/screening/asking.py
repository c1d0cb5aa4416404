"""Asking all rules of a place at once, by the engine that was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from django.conf import settings
from django.utils.translation import gettext as _

from bangfu.kernel.conditions.engines.answers import Engine
from bangfu.kernel.conditions.engines.database import DatabaseEngine
from bangfu.kernel.conditions.engines.duckdb import duckdb_engine
from bangfu.kernel.conditions.engines.snapshots import Snapshot
from bangfu.kernel.conditions.engines.spark import spark_engine
from bangfu.kernel.conditions.vocabulary import Vocabulary
from bangfu.kernel.errors import Refused
from bangfu.workstreams.monitoring.screening.hits import HOUSEHOLD, Hit, hits_of
from bangfu.workstreams.monitoring.screening.population import Population
from bangfu.workstreams.monitoring.screening.rules import Prepared, wanted_tables

ENGINES = ("database", "duckdb", "spark")
DEFAULT = "duckdb"


def chosen_engine(name: str = "") -> str:
    """Return the engine to use: as asked, else the installation's; raise Refused for one that does not exist."""
    name = name or getattr(settings, "BANGFU_ENGINE", DEFAULT)
    if name not in ENGINES:
        raise Refused(
            _("没有“%(name)s”引擎，可用：%(all)s。") % {"name": name, "all": "、".join(ENGINES)}, field="engine"
        )
    return name


@contextmanager
def opened(name: str, folder: Path | None, population: Population, words: Vocabulary) -> Iterator[Engine]:
    """Open an engine over a snapshot folder, or over the operational database."""
    if name == "database":
        if folder is not None:
            raise Refused(_("快照要用 duckdb 或 spark 引擎筛查。"), field="engine")
        yield DatabaseEngine(population.sql)
        return
    if folder is None:
        raise Refused(_("缺少快照。"))
    snapshot = Snapshot(folder, population.area_code)
    opening = duckdb_engine(snapshot, folder) if name == "duckdb" else spark_engine(snapshot)
    with opening as engine:
        yield engine


@contextmanager
def opened_now(population: Population, words: Vocabulary, wanted: set[str]) -> Iterator[Engine]:
    """Open the default engine over a copy made for the occasion; for a preview that asks several questions."""
    with TemporaryDirectory(dir=working_folder()) as path:
        folder = Path(path)
        population.write(folder, words, wanted)
        with duckdb_engine(Snapshot(folder, population.area_code), folder) as engine:
            yield engine


def working_folder() -> Path:
    """Return the installation's folder for what runs leave between their steps; for its owner only."""
    folder = Path(settings.BANGFU_HOME) / "screening"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def ask(engine: Engine, words: Vocabulary, ready: Sequence[Prepared], on: date) -> dict[int, list[Hit]]:
    """Ask every rule that can be asked: one statement for those about households, one for those about persons."""
    hits: dict[int, list[Hit]] = {}
    for subject in ("household", "person"):
        rules = [r for r in ready if r.question is not None and r.version.subject == subject]
        if not rules:
            continue
        answer, asked = engine.answer(words.table(subject), [r.question for r in rules if r.question is not None])
        for rule in rules:
            hits[rule.version.pk] = list(hits_of(rule, answer, asked, on))
    return hits


def ask_frames(
    engine: Engine, words: Vocabulary, ready: Sequence[Prepared], there: set[str]
) -> Iterator[tuple[Prepared, pl.DataFrame, str]]:
    """Yield each rule with the numbers of what it hit, or with why it was not asked; for very many hits."""
    for rule in ready:
        if rule.question is None:
            yield rule, _numbers(None), rule.fault
        elif missing := wanted_tables([rule]) - there:
            yield rule, _numbers(None), _("快照中没有：%s") % "、".join(sorted(missing))
    for subject in ("household", "person"):
        rules = [r for r in ready if r.version.subject == subject and r.question and wanted_tables([r]) <= there]
        questions = [r.question for r in rules if r.question is not None]
        if not questions:
            continue
        answer, _asked = engine.answer(words.table(subject), questions)
        for rule in rules:
            yield rule, _numbers(answer.filter(pl.col(rule.name) == 1)), ""


def _numbers(found: pl.DataFrame | None) -> pl.DataFrame:
    if found is None:
        return pl.DataFrame(schema={"household": pl.Int64, "person": pl.Int64})
    if HOUSEHOLD in found.columns:
        return found.select(pl.col(HOUSEHOLD).alias("household"), pl.col("id").alias("person"))
    return found.select(pl.col("id").alias("household"), pl.lit(None, pl.Int64).alias("person"))
