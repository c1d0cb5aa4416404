"""The monthly run: copy, ask, write back. Each step can be repeated; a run that died goes on where it stopped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.conditions.vocabulary import Vocabulary
from bangfu.kernel.jobs.actions import enqueue
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.workstreams.monitoring.clues.raising import Outcome, raise_clues
from bangfu.workstreams.monitoring.permissions import RUN_START
from bangfu.workstreams.monitoring.screening.asking import ask, chosen_engine, opened, working_folder
from bangfu.workstreams.monitoring.screening.hits import Hit
from bangfu.workstreams.monitoring.screening.models import RuleVersion, ScreeningRun
from bangfu.workstreams.monitoring.screening.population import Population
from bangfu.workstreams.monitoring.screening.rules import (
    Prepared,
    prepared,
    versions_in_force,
    wanted_parameters,
    wanted_tables,
)
from bangfu.workstreams.monitoring.screening.vocabulary import pinning, vocabulary

JOB = "monitoring.screening"
CHUNK = 1000  # households a transaction
POPULATION = {"household", "person"}
Step = Callable[..., None]


@action(RUN_START)
def plan_run(actor: User, *, area_code: str, on: date | None = None, engine: str = "") -> ScreeningRun:
    """Note a run with the rules and thresholds of this moment; what is changed afterwards counts for the next one."""
    require(actor, RUN_START, area_code)
    day = on or timezone.localdate()
    versions = versions_in_force(area_code, day)
    used = wanted_parameters(versions, vocabulary(day, area_code).parameters)
    pinned = {
        "versions": [version.pk for version in versions],
        "parameters": {name: pinning(parameter) for name, parameter in used.items()},
    }
    return ScreeningRun.objects.create(
        area_code=area_code, on=day, engine=chosen_engine(engine), pinned=pinned, started_by=actor
    )


@action(RUN_START)
def start_run(actor: User, *, area_code: str, on: date | None = None, engine: str = "") -> ScreeningRun:
    """Plan a run and queue it. A second click on a waiting or running one of the same day gives that one."""
    day = on or timezone.localdate()
    busy = (ScreeningRun.State.WAITING, ScreeningRun.State.RUNNING)
    waiting = ScreeningRun.objects.filter(area_code=area_code, on=day, state__in=busy, job__isnull=False).first()
    if waiting is not None:
        require(actor, RUN_START, area_code)
        return waiting
    run = plan_run(actor, area_code=area_code, on=day, engine=engine)
    run.job = enqueue(actor, JOB, key=f"{JOB}:{run.pk}", area_code=area_code, run=run.pk)
    run.save(update_fields=["job"])
    return run


def run_job(progress: Progress, run: int) -> dict[str, Any]:
    """The job: carry out a planned run from where it stands."""
    row = ScreeningRun.objects.select_related("started_by").get(pk=run)
    carry_out(row, progress.checkpoint, progress.cursor)
    return {"run": run, "raised": row.raised, "merged": row.merged}


def carry_out(run: ScreeningRun, step: Step, cursor: Any = None) -> None:
    """Do all that is left of a run. ``step(done, total, cursor, message)`` is called in each chunk's transaction.

    What the rules found is kept in a file before anything is written; after a crash the file is taken as it is, and
    chunks up to the cursor are not repeated (repeating one would change nothing).
    """
    began = monotonic()
    folder = working_folder() / f"run-{run.pk}"
    if run.state == ScreeningRun.State.DONE:
        return
    hits = _hits_in(folder)
    if hits is None:
        step(0, None, None, _("正在读取名册和部门名单……"))
        hits = _find(run, folder)
    _write_back(run, hits, step, cursor or {})
    _finish(run, folder, monotonic() - began)


def _find(run: ScreeningRun, folder: Path) -> list[Hit]:
    words = vocabulary(run.on, run.area_code, run.pinned["parameters"])
    ready = prepared(pinned_versions(run), words, run.area_code, run.on)
    population = Population(run.area_code, run.on)
    snapshot = None
    if run.engine != "database":
        snapshot = folder / "snapshot"
        snapshot.mkdir(mode=0o700, parents=True, exist_ok=True)
        population.write(snapshot, words, wanted_tables(ready) | POPULATION)
    with opened(run.engine, snapshot, population, words) as engine:
        found = ask(engine, words, ready, run.on)
    run.report = report_of(ready, found)
    run.households, run.persons = sizes(population, words)
    run.state = ScreeningRun.State.RUNNING
    run.save(update_fields=["report", "state", "households", "persons"])
    hits = sorted(
        (hit for rule in found.values() for hit in rule), key=lambda h: (h.household, h.version, h.person or 0)
    )
    _keep(folder, hits)
    return hits


def pinned_versions(run: ScreeningRun) -> list[RuleVersion]:
    """Return the versions a run was planned with, in their order."""
    rows = RuleVersion.objects.select_related("rule").in_bulk(run.pinned["versions"])
    return [rows[pk] for pk in run.pinned["versions"]]


def report_of(ready: Sequence[Prepared], found: dict[int, list[Hit]]) -> list[dict[str, Any]]:
    """Return, for every rule, what it hit, or why it could not be asked."""
    lines = []
    for rule in ready:
        version = rule.version
        line = {"code": version.rule.code, "version": version.number, "hits": len(found.get(version.pk, ()))}
        lines.append({**line, "skipped": rule.fault} if rule.fault else line)
    return lines


def sizes(population: Population, words: Vocabulary) -> tuple[int, int]:
    """Return how many households and persons the place has."""
    counts = [population.count(words.table(name)) for name in ("household", "person")]
    return counts[0], counts[1]


def _keep(folder: Path, hits: Sequence[Hit]) -> None:
    """Write what was found under its final name at once, so that a file that is there is whole."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    schema = {
        "rule": pl.Int64, "version": pl.Int64, "household": pl.Int64, "person": pl.Int64,
        "values": pl.String, "since": pl.Date, "key": pl.String,
    }  # fmt: skip
    partial = folder / "hits.partial"
    pl.DataFrame([hit.as_row() for hit in hits], schema=schema).write_parquet(partial)
    partial.replace(folder / "hits.parquet")


def _hits_in(folder: Path) -> list[Hit] | None:
    path = folder / "hits.parquet"
    if not path.exists():
        return None
    rows = pl.read_parquet(path).iter_rows(named=True)
    return [Hit(**{**row, "values": tuple(json.loads(row["values"]))}) for row in rows]


def _write_back(run: ScreeningRun, hits: Sequence[Hit], step: Step, cursor: dict[str, int]) -> None:
    versions = {version.pk: version for version in pinned_versions(run)}
    done = cursor.get("done", 0)
    total = Outcome(cursor.get("raised", 0), cursor.get("merged", 0), cursor.get("kept_closed", 0))
    for chunk in _chunks(hits[done:]):
        with transaction.atomic():
            total += raise_clues(run.started_by, run, chunk, versions)
            done += len(chunk)
            kept = {"done": done, "raised": total.raised, "merged": total.merged, "kept_closed": total.kept_closed}
            step(done, len(hits), kept, _("正在写入线索……"))
    run.raised, run.merged, run.kept_closed = total.raised, total.merged, total.kept_closed


def _chunks(hits: Sequence[Hit]) -> Iterator[Sequence[Hit]]:
    """Cut hits, in order of households, so that no household's are torn apart."""
    start, households, last = 0, 0, None
    for place, hit in enumerate(hits):
        if hit.household != last:
            if households == CHUNK:
                yield hits[start:place]
                start, households = place, 0
            households, last = households + 1, hit.household
    if start < len(hits):
        yield hits[start:]


def _finish(run: ScreeningRun, folder: Path, seconds: float) -> None:
    run.state, run.finished_at, run.seconds = ScreeningRun.State.DONE, timezone.now(), round(seconds, 3)
    run.save(update_fields=["state", "finished_at", "seconds", "raised", "merged", "kept_closed"])
    shutil.rmtree(folder, ignore_errors=True)
