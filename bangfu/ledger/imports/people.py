"""The lists of people in a file of entries: found by number or identity number, all in two statements."""

from __future__ import annotations

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.imports.declared import Offer
from bangfu.kernel.imports.sets import read_rows
from bangfu.kernel.workbooks import ROW
from bangfu.ledger.cells import names_in
from bangfu.ledger.imports.parties_named import parties_named
from bangfu.ledger.models import EntryPerson
from bangfu.parties.imports.places import outside_of
from bangfu.parties.models import Person


def with_people(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``person_ids`` of the list in ``people``, in its order; tell of whoever is not found or lies elsewhere."""
    lists = [names_in(text or "") for text in rows["people"].to_list()]
    given = pl.DataFrame({ROW: rows[ROW], "text": pl.Series(lists, dtype=pl.List(pl.String))}).explode("text")
    given = given.filter(pl.col("text").is_not_null())
    if given.is_empty():
        return rows.with_columns(person_ids=pl.lit(None, pl.List(pl.Int64)))
    people = parties_named(given["text"]).filter(pl.col("noun") == "person")
    given = given.join(people, on="text", how="left", maintain_order="left")
    outside = outside_of(offer, given["place"].drop_nulls().unique())
    hidden = given["party_id"].is_null() | given["place"].is_in(outside.implode()).fill_null(False)
    for row, text in given.filter(hidden).unique(ROW, keep="first").select(ROW, "text").iter_rows():
        message = _("名单里的“%(text)s”没有登记，或不在您的管辖范围内；请填人编号或身份证号。") % {"text": text}
        offer.error_at(pl.Series([row], dtype=pl.UInt32), "people", "people", message)
    found = given.filter(~hidden).group_by(ROW, maintain_order=True).agg(person_ids=pl.col("party_id"))
    return rows.join(found, on=ROW, how="left", maintain_order="left")


def people_of(entries: pl.Series) -> pl.DataFrame:
    """Return ``id, people``: the lists of entries, as numbers that are found again."""
    links = read_rows(EntryPerson, ["entry_id", "person_id"], key="entry_id", keys=entries)
    numbers = read_rows(Person, ["party_id", "number"], key="party_id", keys=links["person_id"].unique())
    named = links.join(numbers, left_on="person_id", right_on="party_id").sort("entry_id", "number")
    return named.group_by("entry_id").agg(people=pl.col("number").str.join("、")).rename({"entry_id": "id"})
