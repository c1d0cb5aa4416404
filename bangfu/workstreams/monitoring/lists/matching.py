"""Who the rows of a list are: one pass over the whole list, set-wise.

By ID number (its keyed index; numbers are never compared in the open), by household number, by what somebody decided
before. What remains and looks like a slip is *near*: somebody has to decide. Everything else says why it is unmatched.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from bangfu.kernel.ciphers import indexes_of
from bangfu.kernel.imports.sets import read_rows
from bangfu.kernel.workbooks import ROW, id_birth_date
from bangfu.parties.models import Household, Person
from bangfu.workstreams.monitoring.lists.models import ListRow, MatchDecision
from bangfu.workstreams.monitoring.lists.slips import is_right, meant_by, without_letters

PERSON = ("party_id", "name", "area_code", "household_id", "birth_date", "id_number_index")
STATE, WHY = ListRow.State, ListRow.Why
OUTCOME = {"state": pl.String, "why": pl.String, "person_id": pl.Int64, "candidate_id": pl.Int64}


def match(frame: pl.DataFrame, area_code: str) -> pl.DataFrame:
    """Return the rows with ``state``, ``why``, ``person_id``, ``household_id``, ``candidate_id``, ``place``, ``index``.

    Only persons of the place are looked at; ``place`` is where the matched person lives, else the list's own place.
    """
    rows = _prepared(frame)
    found = _by_id(rows, area_code)
    rest = rows.join(found, on=ROW, how="anti")
    for step in (_by_household, _by_slip, _by_birth):
        more = step(rest, area_code)
        found = pl.concat([found, more])
        rest = rest.join(more, on=ROW, how="anti")
    lost = rest.select(
        ROW,
        state=pl.lit(STATE.UNMATCHED.value),
        why=pl.when(pl.col("right")).then(pl.lit(WHY.NOT_REGISTERED.value)).otherwise(pl.lit(WHY.NO_ID.value)),
        person_id=pl.lit(None, pl.Int64),
        candidate_id=pl.lit(None, pl.Int64),
        household_id=pl.lit(None, pl.Int64),
        place=pl.lit(None, pl.String),
    )
    told = rows.join(pl.concat([found, lost]), on=ROW, how="left")
    return _decided(told).with_columns(place=pl.col("place").fill_null(area_code)).sort(ROW)


def _prepared(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the number as it was meant, its index where it is right, and the day of birth."""
    for name, kind in (("id_number", pl.String), ("birth_date", pl.Date), ("household_number", pl.String)):
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, kind).alias(name))
    numbers = [without_letters(text) if text else "" for text in frame["id_number"]]
    right = [is_right(number) for number in numbers]
    frame = frame.with_columns(
        pl.col("name").str.strip_chars(),
        number=pl.Series(numbers, dtype=pl.String),
        right=pl.Series(right, dtype=pl.Boolean),
        index=pl.Series(indexes_of(n if ok else "" for n, ok in zip(numbers, right, strict=True)), dtype=pl.String),
    )
    inside = pl.when(pl.col("right")).then(id_birth_date(pl.col("number")))
    return frame.with_columns(born=inside.fill_null(pl.col("birth_date")))


def _persons(key: str, values: pl.Series, area_code: str) -> pl.DataFrame:
    found = read_rows(Person, PERSON, key=key, keys=values.drop_nulls().filter(values.drop_nulls() != ""))
    return found.filter(pl.col("area_code").str.starts_with(area_code) & pl.col("household_id").is_not_null())


def _outcome(joined: pl.DataFrame, state: Any, why: Any) -> pl.DataFrame:
    """Return the outcome columns of rows joined with persons; a near one keeps the person as candidate."""
    matched = state == pl.lit(STATE.MATCHED.value)
    return joined.select(
        ROW,
        state=state,
        why=why,
        person_id=pl.when(matched).then(pl.col("party_id")),
        candidate_id=pl.when(~matched).then(pl.col("party_id")),
        household_id=pl.when(matched).then(pl.col("household_id")),
        place=pl.col("area_code"),
    )


def _by_id(rows: pl.DataFrame, area_code: str) -> pl.DataFrame:
    persons = _persons("id_number_index", rows["index"], area_code)
    joined = rows.select(ROW, "name", "index").join(
        persons, left_on="index", right_on="id_number_index", suffix="_here"
    )
    same = pl.col("name") == pl.col("name_here")
    state = pl.when(same).then(pl.lit(STATE.MATCHED.value)).otherwise(pl.lit(STATE.NEAR.value))
    why = pl.when(same).then(pl.lit(WHY.BY_ID.value)).otherwise(pl.lit(WHY.OTHER_NAME.value))
    return _outcome(joined, state, why)


def _by_household(rows: pl.DataFrame, area_code: str) -> pl.DataFrame:
    """Rows that name a household of the place: about its member of that name, else about the household."""
    given = rows.filter(pl.col("household_number").is_not_null())
    homes = read_rows(Household, ("party_id", "number", "area_code"), key="number", keys=given["household_number"])
    homes = homes.filter(pl.col("area_code").str.starts_with(area_code))
    joined = given.select(ROW, "name", "household_number").join(homes, left_on="household_number", right_on="number")
    members = read_rows(Person, ("party_id", "name", "household_id"), key="household_id", keys=joined["party_id"])
    one = members.group_by("household_id", "name").agg(pl.col("party_id").first().alias("member"))
    joined = joined.join(one, left_on=["party_id", "name"], right_on=["household_id", "name"], how="left")
    return joined.select(
        ROW,
        state=pl.lit(STATE.MATCHED.value),
        why=pl.lit(WHY.HOUSEHOLD.value),
        person_id=pl.col("member"),
        candidate_id=pl.lit(None, pl.Int64),
        household_id=pl.col("party_id"),
        place=pl.col("area_code"),
    )


def _by_slip(rows: pl.DataFrame, area_code: str) -> pl.DataFrame:
    """Rows whose number is wrong: persons of the same name whose right number is one slip away."""
    wrong = rows.filter(~pl.col("right") & (pl.col("number").str.len_chars().is_between(17, 19)))
    pairs = [
        (row, name, meant)
        for row, name, number in wrong.select(ROW, "name", "number").iter_rows()
        for meant in meant_by(number)
    ]
    guesses = pl.DataFrame(pairs, schema={ROW: rows.schema[ROW], "name": pl.String, "meant": pl.String}, orient="row")
    guesses = guesses.with_columns(index=pl.Series(indexes_of(guesses["meant"]), dtype=pl.String))
    persons = _persons("id_number_index", guesses["index"], area_code)
    joined = guesses.join(persons, left_on=["index", "name"], right_on=["id_number_index", "name"])
    return _outcome(joined.unique(ROW, keep="first"), pl.lit(STATE.NEAR.value), pl.lit(WHY.ID_SLIP.value))


def _by_birth(rows: pl.DataFrame, area_code: str) -> pl.DataFrame:
    """Rows whose number nobody has: the one person of the same name and day of birth."""
    known = rows.filter(pl.col("born").is_not_null())
    persons = _persons("name", known["name"], area_code)
    joined = known.select(ROW, "name", "born").join(persons, left_on=["name", "born"], right_on=["name", "birth_date"])
    several = pl.len().over(ROW) > 1
    state = pl.when(several).then(pl.lit(STATE.UNMATCHED.value)).otherwise(pl.lit(STATE.NEAR.value))
    why = pl.when(several).then(pl.lit(WHY.SEVERAL.value)).otherwise(pl.lit(WHY.BIRTH.value))
    joined = joined.with_columns(state=state, why=why)
    out = _outcome(joined, pl.col("state"), pl.col("why")).unique(ROW, keep="first", maintain_order=True)
    return out.with_columns(candidate_id=pl.when(pl.col("state") == STATE.NEAR.value).then(pl.col("candidate_id")))


def _decided(rows: pl.DataFrame) -> pl.DataFrame:
    """Apply what people decided about the same number and name before."""
    near = rows.filter(pl.col("state") == STATE.NEAR.value)
    if near.is_empty():
        return rows
    decisions = MatchDecision.objects.filter(candidate__in=near["candidate_id"].unique().to_list())
    known = pl.DataFrame(
        list(decisions.values_list("id_number_index", "name", "candidate_id", "same", "candidate__household_id")),
        schema={"key": pl.String, "name": pl.String, "candidate_id": pl.Int64, "same": pl.Boolean, "home": pl.Int64},
        orient="row",
    )
    rows = rows.with_columns(key=written_index(rows["number"]))
    rows = rows.join(known, on=["key", "name", "candidate_id"], how="left")
    same, other = pl.col("same").fill_null(False), pl.col("same").eq(False).fill_null(False)
    return rows.with_columns(
        state=pl.when(same).then(pl.lit("matched")).when(other).then(pl.lit("unmatched")).otherwise(pl.col("state")),
        why=pl.when(same).then(pl.lit("decided")).when(other).then(pl.lit("rejected")).otherwise(pl.col("why")),
        person_id=pl.when(same).then(pl.col("candidate_id")).otherwise(pl.col("person_id")),
        household_id=pl.when(same).then(pl.col("home")).otherwise(pl.col("household_id")),
        candidate_id=pl.when(same | other).then(None).otherwise(pl.col("candidate_id")),
    ).drop("key", "same", "home")


def written_index(numbers: pl.Series) -> pl.Series:
    """Return the index of numbers as they were written, right or wrong: the name under which a decision is kept."""
    return pl.Series(indexes_of(numbers.fill_null("")), dtype=pl.String)
