"""Measures imports and exports of the household register against a floor and against django-import-export.

Usage: python bench/imports.py [PERSONS] [--repeat N]

Prints a JSON list. Floor of an import: the bare least that any program does with the same file in the same run: read
it (fastexcel), check every ID number (Polars), write one plain table (executemany, or COPY on PostgreSQL). Floor of an
export: the bare rust writer with the same cells. The peer runs on PEER_ROWS rows of the same kind, dry run and import
with model validation, and is scaled by the row. Every measurement runs in a process of its own; seconds are the best
of N. The database is SQLite, or PostgreSQL when BANGFU_DATABASE_URL names one (its tables are emptied).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PEER_ROWS = 1500
HOUSEHOLD_SIZE = 10 / 3
TOWNSHIPS, VILLAGES = 20, 25
COUNTY = "990101"
Steps = dict[str, Callable[[Path, int], dict[str, Any]]]


def start_django() -> None:
    """Start the application; the steps that measure a floor do without."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
    import django

    django.setup()


# The workbook


def invented_register(persons: int) -> Any:
    """Return an invented register: a typed frame of the ``persons`` sheet, every household cell on every row."""
    import numpy as np
    import polars as pl

    from bangfu.kernel.workbooks.identifiers import _ID_WEIGHTS  # the same arithmetic as the check

    random = np.random.default_rng(2020)
    homes = max(1, round(persons / HOUSEHOLD_SIZE))
    home = np.sort(np.concatenate([np.arange(homes), random.integers(0, homes, max(0, persons - homes))]))[:persons]
    first = np.concatenate([[True], home[1:] != home[:-1]])
    place = np.arange(persons) - np.maximum.accumulate(np.where(first, np.arange(persons), 0))
    size = np.bincount(home, minlength=homes)
    serial = np.arange(persons)
    born = np.datetime64("1940-01-01") + random.integers(0, 28_000, persons).astype("timedelta64[D]")
    male = (serial % 2).astype(int)
    digits = pl.Series(born).dt.strftime("%Y%m%d")
    # 500,000 birthdays and counties never repeat: the county part carries the serial number
    county = pl.Series(110_000 + serial // 500).cast(pl.String)
    order = pl.Series((serial % 500) * 2 + male).cast(pl.String).str.zfill(3)
    body = county + digits + order
    weighted = sum(body.str.slice(i, 1).cast(pl.Int64) * weight for i, weight in enumerate(_ID_WEIGHTS))
    check = (weighted % 11).replace_strict(dict(enumerate("10X98765432")), return_dtype=pl.String)
    village = home % (TOWNSHIPS * VILLAGES)

    def of_home(values: Any) -> Any:
        return np.asarray(values)[home]

    def pick(words: list[Any], salt: int) -> Any:
        return [words[n] for n in (serial * 7919 + salt) % len(words)]

    codes = [f"{COUNTY}{101 + v // VILLAGES:03d}{201 + v % VILLAGES:03d}" for v in range(TOWNSHIPS * VILLAGES)]
    wages = random.integers(0, 6_000_000, homes)
    relations = np.array(["head", "spouse", "son", "daughter", "father", "mother", "grandchild", "other"])
    surnames, given = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰"
    names = [surnames[n % 18] + given[n // 18 % 25] + given[n // 450 % 25] for n in (serial * 31).tolist()]
    return pl.DataFrame(
        {
            "household_number": [f"N{n:08d}" for n in home.tolist()],
            "village_code": [codes[v] for v in village.tolist()],
            "township": [f"第{v // VILLAGES + 1}镇" for v in village.tolist()],
            "village": [f"第{v + 1}村" for v in village.tolist()],
            "address": [f"{n % 12 + 1}组{n % 300}号" for n in home.tolist()],
            "household_phone": [f"139{n:08d}" for n in home.tolist()],
            "bank_name": ["农村商业银行"] * persons,
            "bank_account": [f"8800{n:012d}" for n in home.tolist()],
            "standing": of_home(np.array(["lifted", "ordinary", "registered"])[np.arange(homes) % 3]),
            "standing_from": pl.repeat(pl.date(2019, 12, 31), persons, eager=True),
            "attribute": ["ordinary"] * persons,
            "main_cause": of_home(np.array(["illness", "skills", "labour", "capital"])[np.arange(homes) % 4]),
            "member_count": of_home(size),
            "housing_area": of_home(random.integers(40, 180, homes) * 1000),
            "housing_safety": of_home(np.array(["a", "b"])[np.arange(homes) % 2]),
            "water": ["tap"] * persons,
            "fuels": [["firewood", "electricity"]] * persons,
            "income_year": [2025] * persons,
            "wages": of_home(wages),
            "transfers": of_home(wages // 9),
            "costs": of_home(wages // 20),
            "person_number": [f"Q{n:09d}" for n in serial.tolist()],
            "name": names,
            "relation": relations[np.minimum(place, 7)],
            "sex": np.where(male == 1, "1", "2"),
            "id_number": body + check,
            "birth_date": pl.Series(born).cast(pl.Date),
            "phone": [f"138{n:08d}" for n in serial.tolist()],
            "ethnicity": ["01"] * persons,
            "political": pick(["party", "league"], 3),
            "education": pick(["primary", "junior", "senior"], 5),
            "schooling": ["none"] * persons,
            "health": pick([["healthy"], ["chronic"], ["chronic", "disabled"]], 1),
            "labour": pick(["ordinary", "skilled", "weak"], 2),
            "work_months": (serial % 13).tolist(),
            "medical_insured": [True] * persons,
            "pension_insured": pick([True, False], 4),
        }
    )


def write_register(folder: Path, persons: int) -> dict[str, Any]:
    """Write the workbooks, the peer's and ours, and put the county on an empty register."""
    shutil.rmtree(folder / "home", ignore_errors=True)
    start_django()
    from django.core.management import call_command
    from django.db import connection

    from bangfu.config.installation import load_seeds, operator
    from bangfu.kernel.policy.models import PolicyValue
    from bangfu.kernel.workbooks import write_export
    from bangfu.parties.imports.sheets import persons_sheet
    from bangfu.parties.models import Area, Party

    call_command("migrate", verbosity=0, interactive=False)
    if connection.vendor == "postgresql":
        call_command("flush", verbosity=0, interactive=False)
    load_seeds()
    PolicyValue.objects.filter(key="kernel.evidence.workbook_megabytes").update(value="2000")  # a million rows: 180 MB
    operator()
    codes = {COUNTY: "示例县"}
    for town in range(TOWNSHIPS):
        codes[f"{COUNTY}{101 + town:03d}"] = f"第{town + 1}镇"
        for v in range(VILLAGES):
            codes[f"{COUNTY}{101 + town:03d}{201 + v:03d}"] = f"第{town * VILLAGES + v + 1}村"
    parties = Party.objects.bulk_create(Party(kind="area") for _code in codes)
    Area.objects.bulk_create(
        Area(party=party, code=code, name=name, level=len(code))
        for party, (code, name) in zip(parties, codes.items(), strict=True)
    )
    frame = invented_register(persons)
    write_export(folder / "register.xlsx", persons_sheet(), frame)
    write_export(folder / "peer.xlsx", persons_sheet(), frame.head(PEER_ROWS))
    frame.write_parquet(folder / "register.parquet")
    return {"columns": frame.width, "megabytes": round((folder / "register.xlsx").stat().st_size / 1e6, 1)}


# What is measured


CPU = {"cpu_seconds": 0.0}  # of this process, all its threads: what a loaded machine does not distort


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds an action took and what it returned; add up the processor time."""
    begun, used = time.perf_counter(), time.process_time()
    result = action()
    CPU["cpu_seconds"] += time.process_time() - used
    return time.perf_counter() - begun, result


def import_floor(folder: Path, persons: int) -> dict[str, Any]:
    """Read, check and write with nothing else."""
    import fastexcel
    import polars as pl

    from bangfu.kernel.workbooks.identifiers import id_checksum_ok

    def work() -> None:
        book = fastexcel.read_excel((folder / "register.xlsx").read_bytes())
        frame = book.load_sheet(0, dtypes="string").to_polars()
        frame = frame.with_columns(ok=id_checksum_ok(pl.col("公民身份号码")))
        (_write_postgresql if "BANGFU_DATABASE_URL" in os.environ else _write_sqlite)(folder, frame)

    return {"seconds": timed(work)[0]}


def _write_sqlite(folder: Path, frame: Any) -> None:
    import sqlite3

    path = folder / "floor.sqlite3"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        columns = ", ".join(f"c{n} TEXT" for n in range(frame.width))
        database.execute(f"CREATE TABLE floor (id INTEGER PRIMARY KEY, {columns})")
        places = ", ".join(["?"] * (frame.width + 1))
        database.executemany(f"INSERT INTO floor VALUES ({places})", frame.with_row_index("id").iter_rows())


def _write_postgresql(_folder: Path, frame: Any) -> None:
    import psycopg

    with psycopg.connect(os.environ["BANGFU_DATABASE_URL"]) as database, database.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS floor")
        columns = ", ".join(f"c{n} text" for n in range(frame.width))
        cursor.execute(f"CREATE TABLE floor (id bigint PRIMARY KEY, {columns})")
        with cursor.copy("COPY floor FROM STDIN (FORMAT csv)") as copy:
            for part in frame.with_row_index("id").iter_slices(50_000):
                copy.write(part.write_csv(include_header=False).encode())


def import_ours(folder: Path, persons: int) -> dict[str, Any]:
    """From workbook to committed and searchable."""
    start_django()
    from django.db import connection

    from bangfu.config.installation import operator
    from bangfu.kernel.ciphers import index_of
    from bangfu.kernel.imports.actions import apply_import, stage_import
    from bangfu.parties.models import Person

    actor = operator()
    connection.ensure_connection()
    path = folder / "register.xlsx"
    stage_seconds, (run, staged) = timed(lambda: stage_import(actor, "persons", path))
    if run.state != "staged":
        raise SystemExit(f"refused: {run.errors[:3]}")
    apply_seconds, run = timed(lambda: apply_import(actor, run, staged))
    number = staged.offer.frame["id_number"][-1]  # none where an export masked it
    if number and not Person.objects.filter(id_number_index=index_of(number)).exists():
        raise SystemExit("the last person is not found by ID number")
    counts = {"created": run.created, "updated": run.updated, "unchanged": run.unchanged}
    return {"seconds": stage_seconds + apply_seconds, "stage": stage_seconds, "apply": apply_seconds, **counts}


def reimport_ours(folder: Path, persons: int) -> dict[str, Any]:
    """An unchanged export comes back."""
    (folder / "export.xlsx").replace(folder / "register.xlsx")
    found = import_ours(folder, persons)
    if found["unchanged"] != persons:
        raise SystemExit(f"not unchanged: {found}")
    return found


def export_ours(folder: Path, persons: int) -> dict[str, Any]:
    """The register as a workbook, numbers masked."""
    start_django()
    from bangfu.config.installation import operator
    from bangfu.kernel.imports.exporting import export_register

    actor = operator()
    seconds, rows = timed(lambda: export_register(actor, "persons", folder / "export.xlsx"))
    if rows != persons:
        raise SystemExit(f"{rows} rows of {persons}")
    return {"seconds": seconds}


def export_floor(folder: Path, persons: int) -> dict[str, Any]:
    """The bare writer with the cells of our export."""
    import fastexcel
    from rustpy_xlsxwriter import FastExcel

    frame = fastexcel.read_excel((folder / "export.xlsx").read_bytes()).load_sheet(0).to_polars()

    def work() -> None:
        book = FastExcel(str(folder / "floor.xlsx"))
        book.sheet("农户", frame)
        book.save()

    return {"seconds": timed(work)[0]}


def import_peer(folder: Path, persons: int) -> dict[str, Any]:
    """django-import-export with model validation: dry run, then import, as its admin does."""
    start_django()
    from import_export import fields, resources, widgets
    from tablib import Dataset

    from bangfu.kernel.ciphers import encrypt, index_of
    from bangfu.kernel.codelists.queries import all_codes
    from bangfu.parties.models import Area, Household, Membership, Party, Person

    titles = {"name": "姓名", "number": "人编号", "birth_date": "出生日期", "work_months": "务工月数"}
    coded = {
        "relation": "与户主关系", "sex": "性别", "education": "文化程度", "labour": "劳动能力", "political": "政治面貌",
        "ethnicity": "民族", "schooling": "在校生状况",
    }  # fmt: skip

    class CodeWidget(widgets.CharWidget):
        def __init__(self, list_name: str) -> None:
            super().__init__()
            self.codes = {row.label: row.code for row in all_codes(list_name)}

        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
            return self.codes[value]

    class Persons(resources.ModelResource):
        class Meta:
            model = Person
            import_id_fields = ("number",)
            fields = (*titles, *coded, "household")
            clean_model_instances = True
            skip_unchanged = True
            use_transactions = True

        def before_import_row(self, row: Any, **kwargs: Any) -> None:
            home = Household.objects.filter(number=row["户编号"]).first()
            if home is None:
                area = Area.objects.get(code=row["村代码"])
                home = Household(
                    party=Party.objects.create(kind="household"),
                    number=row["户编号"],
                    area_code=area.code,
                    address=row["住址"],
                    phone=encrypt(row["户联系电话"]),
                    phone_index=index_of(row["户联系电话"]),
                )
                home.full_clean(exclude=["party"])
                home.save()
            row["household"] = home.number

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            if instance._state.adding and not instance.party_id:
                instance.party = Party.objects.create(kind="person")
            instance.area_code = row["村代码"]
            instance.id_number, instance.id_number_index = encrypt(row["公民身份号码"]), index_of(row["公民身份号码"])

        def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            Membership.objects.get_or_create(
                person=instance,
                household=instance.household,
                valid_to=None,
                defaults={"relation": instance.relation, "valid_from": "2020-01-01"},
            )

        def validate_instance(
            self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
        ) -> None:
            instance.full_clean(exclude=["party", "area_code", "id_number"], validate_unique=validate_unique)

    peer = Persons()
    for name, title in titles.items():
        peer.fields[name].column_name = title
    for name, title in coded.items():
        peer.fields[name] = fields.Field(attribute=name, column_name=title, widget=CodeWidget(name))
    peer.fields["household"] = fields.Field(
        attribute="household", column_name="household", widget=widgets.ForeignKeyWidget(Household, "number")
    )

    def work() -> Any:
        data = Dataset().load((folder / "peer.xlsx").read_bytes(), format="xlsx")
        peer.import_data(data, dry_run=True, raise_errors=True)
        return peer.import_data(data, dry_run=False, raise_errors=True)

    seconds, _result = timed(work)
    return {"seconds": seconds, "rows": PEER_ROWS}


STEPS: Steps = {
    f.__name__: f
    for f in (
        write_register, import_floor, import_ours, export_ours, export_floor, reimport_ours, import_peer,
    )
}  # fmt: skip


# The run


def step(name: str, folder: Path, persons: int, **environment: str) -> dict[str, Any]:
    """Run one step in a process of its own; return what it found, with its peak memory."""
    done = subprocess.run(
        [sys.executable, __file__, str(persons), "--step", name, "--folder", str(folder)],
        env={**os.environ, "BANGFU_HOME": str(folder / "home"), **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    print(f"{name}: {done.stdout.strip()}", file=sys.stderr, flush=True)
    return dict(json.loads(done.stdout))


def best(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the quickest of several runs."""
    return min(found, key=lambda one: one["seconds"])


def measure(persons: int, repeat: int) -> list[dict[str, Any]]:
    """Run everything once or several times and compare."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        floors, ours = [], []
        for _time in range(repeat):
            step("write_register", folder, persons)
            floors.append(step("import_floor", folder, persons))
            ours.append(step("import_ours", folder, persons))
        export = best([step("export_ours", folder, persons) for _time in range(repeat)])
        export_bare = best([step("export_floor", folder, persons) for _time in range(repeat)])
        again = step("reimport_ours", folder, persons)
        step("write_register", folder, PEER_ROWS)
        peer = step("import_peer", folder, PEER_ROWS)
    floor, first = best(floors), best(ours)
    scaled = peer["seconds"] / peer["rows"] * persons
    system = "postgresql" if "BANGFU_DATABASE_URL" in os.environ else "sqlite"
    return [
        row(f"imports/first/{system}", persons, first, floor, scaled),
        row(f"imports/unchanged/{system}", persons, again, floor, scaled),
        row(f"exports/masked/{system}", persons, export, export_bare, None),
    ]


def row(name: str, n: int, ours: dict[str, Any], floor: dict[str, Any], peer: float | None) -> dict[str, Any]:
    """One line of the report, in seconds; ``cpu_ratio_floor`` compares processor time, without a database server's."""
    seconds = ours["seconds"]
    return {
        "name": name,
        "ours": round(seconds, 2),
        "peer": None if peer is None else round(peer, 1),
        "floor": round(floor["seconds"], 2),
        "ratio_peer": None if peer is None else round(peer / seconds, 1),
        "ratio_floor": round(seconds / floor["seconds"], 2),
        "cpu_ratio_floor": round(ours["cpu_seconds"] / floor["cpu_seconds"], 2),
        "n": n,
        "peak_megabytes": ours["peak_megabytes"],
        "peer_scaled_from": PEER_ROWS if peer is not None else None,
    }


def main() -> None:
    """Measure, or run one step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("persons", nargs="?", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    if args.step is None:
        print(json.dumps(measure(args.persons, args.repeat), ensure_ascii=False, indent=1))
        return
    found = STEPS[args.step](args.folder, args.persons)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, **CPU, "peak_megabytes": round(peak)}))


if __name__ == "__main__":
    main()
