"""Coverage of a scheme over 100,000 households: the figures, the map's numbers and the gaps, against bare SQL.

Run alone: ``python bench/coverage.py [HOUSEHOLDS …]``. Prints a JSON list; progress goes to standard error. It builds a
throw-away installation on SQLite, or uses the empty database named by ``BANGFU_DATABASE_URL``. Both sides give the same
numbers, or the program stops. Nothing that pages remember between visits is measured.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

ROUNDS = 5
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
os.environ.setdefault("BANGFU_HOME", tempfile.mkdtemp(prefix="bangfu-bench-"))

import django  # noqa: E402

django.setup()

import polars as pl  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Model  # noqa: E402
from django.utils import timezone  # noqa: E402

from bangfu.config.installation import load_seeds  # noqa: E402
from bangfu.figures.computing import Question, compute, find  # noqa: E402
from bangfu.kernel.imports.sets import insert_rows  # noqa: E402
from bangfu.kernel.rights.actions import operator  # noqa: E402
from bangfu.office.queries.covering import coverage_by_village, gaps_of  # noqa: E402
from bangfu.pairing.models import Pairing, Scheme  # noqa: E402
from bangfu.parties.models import Area, Household, HouseholdStatus, Party, Person  # noqa: E402

COUNTY, FIRST, VILLAGES = "420302", 1_000_000, 1_400
STANDINGS = ("registered", "lifted", "at_risk")
SINCE, PAST = date(2018, 1, 1), date(2019, 12, 31)


def put(model: type[Model], frame: pl.DataFrame) -> None:
    """Insert rows whose other columns are empty."""
    blanks = {
        field.attname: pl.lit("[]" if field.get_internal_type() == "JSONField" else field.get_default())
        for field in model._meta.concrete_fields
        if not field.null and field.attname not in frame.columns and not field.primary_key
    }
    insert_rows(model, frame.with_columns(**blanks))
    print(f"{len(frame):,} {model.__name__}", file=sys.stderr)


def build(count: int) -> None:
    """A county of invented households, one helper for every two, 97 in 100 paired; all had one status for years."""
    load_seeds()
    scheme, places = Scheme.objects.get(name="cadre-household"), _places()
    n = pl.DataFrame({"n": pl.int_range(count, eager=True)}).with_columns(r=pl.col("n").hash(seed=3))
    homes = n.select(
        party_id=pl.col("n") + FIRST,
        number=pl.format("B{}", "n"),
        area_code=(pl.col("r") % VILLAGES).replace_strict(range(VILLAGES), places),
        head_name=pl.lit("户主"),
        standing=(pl.col("r") // 7919 % 3).replace_strict(range(3), STANDINGS),
        opened_on=pl.lit(SINCE),
        paired=pl.col("r") // 104729 % 100 < 97,
    )
    helpers = pl.DataFrame({"party_id": pl.int_range(FIRST + count, FIRST + count + count // 2, eager=True)})
    put(Party, homes.select(id="party_id", kind=pl.lit("household")))
    put(Party, helpers.select(id="party_id", kind=pl.lit("person")))
    put(Household, homes.drop("paired"))
    put(
        HouseholdStatus,
        homes.select(household_id="party_id", area_code="area_code", value="standing", valid_from=pl.lit(SINCE)),
    )
    put(
        Person,
        helpers.select("party_id", number=pl.format("P{}", "party_id"), name=pl.lit("干部"), area_code=pl.lit(COUNTY)),
    )
    pairs = homes.filter("paired").select(
        scheme_id=pl.lit(scheme.pk),
        recipient_id="party_id",
        helper_id=FIRST + count + pl.col("party_id") % (count // 2),
        area_code="area_code",
        valid_from=pl.lit(SINCE),
        frozen=pl.lit(False),
        created_by_id=pl.lit(operator().pk),
        created_at=pl.lit(timezone.now()).dt.convert_time_zone("UTC"),
    )
    known = {field.attname for field in Pairing._meta.concrete_fields}
    put(Pairing, pairs.select([name for name in pairs.columns if name in known]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _places() -> list[str]:
    codes = [f"{COUNTY}{100 + number // 70:03d}{200 + number % 70:03d}" for number in range(VILLAGES)]
    parties = Party.objects.bulk_create(Party(kind="area") for _code in codes)
    rows = zip(parties, codes, strict=True)
    Area.objects.bulk_create(Area(party=party, code=code, name=f"村{code[6:]}", level=12) for party, code in rows)
    return codes


PAIRED = (
    "EXISTS (SELECT 1 FROM pairing_pairing p WHERE p.recipient_id = h.party_id AND p.scheme_id = %s "
    "AND p.valid_from <= %s AND (p.valid_to IS NULL OR p.valid_to >= %s))"
)
NOW = "FROM parties_household h WHERE h.area_code >= '420302' AND h.area_code < '420303' AND h.closed_on IS NULL"
THEN = (
    "FROM parties_household h WHERE h.area_code >= '420302' AND h.area_code < '420303' "
    "AND (h.opened_on IS NULL OR h.opened_on <= '2019-12-31') AND (h.closed_on IS NULL OR h.closed_on >= '2019-12-31') "
    "AND EXISTS (SELECT 1 FROM parties_householdstatus s WHERE s.household_id = h.party_id "
    "AND s.value IN ('registered', 'lifted', 'at_risk') "
    "AND s.valid_from <= '2019-12-31' AND (s.valid_to IS NULL OR s.valid_to >= '2019-12-31'))"
)


def sql(select: str, where: str, group: str = "", on: date | None = None) -> list[tuple[Any, ...]]:
    """Run one statement as somebody would write it."""
    day, scheme = on or timezone.localdate(), Scheme.objects.get(name="cadre-household").pk
    marks = (scheme, day, day) * (select + group).count("{paired}")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {select} {where} {group}".replace("{paired}", PAIRED), marks)
        return cursor.fetchall()


def median(work: Callable[[], Any]) -> float:
    """Median seconds of processor time of several rounds after one that is not counted."""
    work()
    spent = []
    for _round in range(ROUNDS):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def measured(count: int) -> list[dict[str, Any]]:
    """Measure what the coverage pages ask, having checked that both sides give the same numbers."""
    scheme, today, figure = Scheme.objects.get(name="cadre-household"), timezone.localdate(), find("pairing.coverage")
    standing = "AND h.standing IN ('registered', 'lifted', 'at_risk')"
    both = "sum(CASE WHEN {paired} THEN 1 ELSE 0 END), count(*)"
    where = (("scheme", "is", "cadre-household"),)

    def share(rows: list[tuple[Any, ...]]) -> Decimal:
        return round(Decimal(sum(row[-2] for row in rows)) * 100 / sum(row[-1] for row in rows), 6)

    def asked(by: str = "", on: date | None = None) -> Any:
        return compute(figure, Question(area_code=COUNTY, to=on or today, by=by, where=where))

    def hand(group: str = "", on: date | None = None) -> list[tuple[Any, ...]]:
        key = {"area": "substr(h.area_code, 1, 9), ", "class": "h.standing, ", "": ""}[group]
        tail = {"area": " GROUP BY 1", "class": " GROUP BY 1", "": ""}[group]
        return sql(key + both, f"{THEN if on else NOW} {'' if on else standing}", tail, on)

    def villages() -> list[tuple[Any, ...]]:
        return sql(f"h.area_code, {both}", f"{NOW} {standing}", " GROUP BY 1 ORDER BY 1")

    def gaps() -> list[tuple[Any, ...]]:
        return sql("h.party_id", f"{NOW} {standing} AND NOT ({{paired}})".replace("{paired}", PAIRED % days()), GAPS)

    def days() -> tuple[int, str, str]:
        return scheme.pk, f"'{today}'", f"'{today}'"

    for by, on in (("", None), ("area", None), ("class", None), ("", PAST)):
        assert round(Decimal(asked(by, on).value), 6) == share(hand(by, on)), (by, on)
    ours = [(row.area_code, row.paired, row.recipients) for row in coverage_by_village(scheme, COUNTY, today)]
    assert ours == villages()
    assert [row.pk for row in gaps_of(scheme, COUNTY, today)[:50]] == [row[0] for row in gaps()]
    works: tuple[tuple[str, Callable[[], Any], Callable[[], Any]], ...] = (
        ("coverage of a county, one value", asked, hand),
        ("coverage by township", lambda: asked("area"), lambda: (hand(), hand("area"))),
        ("coverage by class", lambda: asked("class"), lambda: (hand(), hand("class"))),
        ("coverage on a past day", lambda: asked("", PAST), lambda: hand("", PAST)),
        (f"coverage map, {VILLAGES:,} villages", lambda: coverage_by_village(scheme, COUNTY, today), villages),
        ("first page of the gaps", lambda: list(gaps_of(scheme, COUNTY, today)[:50]), gaps),
    )
    return [row_of(name, count, median(own), median(floor)) for name, own, floor in works]


GAPS = "ORDER BY h.area_code, h.party_id LIMIT 50"


def row_of(name: str, count: int, ours: float, floor: float) -> dict[str, Any]:
    """Return a measured row."""
    print(name, round(ours, 4), round(floor, 4), file=sys.stderr)
    return {
        "name": f"{name} ({connection.vendor})",
        "n": count,
        "ours": round(ours, 4),
        "peer": None,
        "floor": round(floor, 4),
        "ratio_peer": None,
        "ratio_floor": round(ours / floor, 2) if floor else None,
    }


def main() -> None:
    """Measure each size, and print."""
    sizes = sorted(int(text) for text in sys.argv[1:]) or [100_000]
    call_command("migrate", verbosity=0, interactive=False)
    rows: list[dict[str, Any]] = []
    for size in sizes:
        call_command("flush", verbosity=0, interactive=False) if rows else None
        build(size)
        rows += measured(size)
    print(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    main()
