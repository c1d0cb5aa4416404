"""What makes an entry one and the same: its receipt number, or the whole content of its row.

A row that names no receipt gets a source made of its content and of how many such rows stand before it in the file,
so that the same file posts nothing twice, while two equal gifts of one day are two. A source whose entry was
reversed may be posted anew: it then carries ``~2``, ``~3`` … behind it.
"""

from __future__ import annotations

import hashlib

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.imports.declared import Offer
from bangfu.kernel.imports.sets import read_rows
from bangfu.kernel.workbooks import ROW
from bangfu.ledger.models import Entry, EntryStanding

AGAIN = r"~\d+$"
COMPARED = {
    "happened_on": "happened_on", "giver": "giver_id", "receiver": "receiver_id", "amount": "amount",
    "quantity": "quantity",
}  # fmt: skip
POSTED = ("id", "kind", "source", *COMPARED.values())


def with_sources(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``own_source``: what the file says, or a digest of the row and its number among equal rows."""
    if "source" in rows.columns and not rows["source"].null_count():
        return rows.with_columns(own_source="source")
    names = sorted(name for name in rows.columns if name not in (ROW, "source", "reason"))
    content = rows.select(pl.struct(names).struct.json_encode()).to_series()
    digests = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in content.to_list()]
    digest = pl.Series("digest", digests, dtype=pl.String)
    nth = pl.int_range(1, pl.len() + 1).over("digest")
    made = rows.select(digest).select(pl.format("row:{}#{}", "digest", nth)).to_series()
    given = pl.col("source") if "source" in rows.columns else pl.lit(None, pl.String)
    return rows.with_columns(own_source=pl.coalesce(given, made))


def beside_posted(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``posted_id`` of entries already in the book, and ``post_as``, the source under which a row is posted.

    A receipt number that stands in the book with other content is reported on the offer.
    """
    repeated = rows.select(pl.struct("kind", "own_source").is_first_distinct().not_()).to_series()
    offer.error(repeated, "source", "repeated", _("同一类型的单据号在文件中出现了两次：每笔记录一个号。"))
    posted = _posted(rows["own_source"])
    rows = rows.join(posted, on=["kind", "own_source"], how="left", maintain_order="left")
    again = pl.format("{}~{}", "own_source", pl.col("times") + 1)
    rows = rows.with_columns(post_as=pl.when(pl.col("times") > 0).then(again).otherwise("own_source"))
    known = pl.col("posted_id").is_not_null()
    for name, attribute in COMPARED.items():
        value = attribute if attribute in rows.columns else name
        differs = known & pl.col(value).is_not_null() & pl.col(value).ne_missing(pl.col(f"{attribute}__posted"))
        offer.error_at(
            rows.filter(differs)[ROW],
            name,
            "posted_otherwise",
            _("这一单据号已经记过账而内容不同：更正请先冲销原记录。"),
        )
    return rows


def _posted(sources: pl.Series) -> pl.DataFrame:
    """Return the entry in force of each source, and how often the source was posted."""
    found = [read_rows(Entry, POSTED, key="source", keys=sources, where="t.reverses_id IS NULL")]
    while not found[-1].is_empty():
        own = found[0]["source"].unique()
        following = own + f"~{len(found) + 1}"
        found.append(read_rows(Entry, POSTED, key="source", keys=following, where="t.reverses_id IS NULL"))
    entries = pl.concat(found).with_columns(own_source=pl.col("source").str.replace(AGAIN, ""))
    # A receipt number may itself end like that: then it is its own source.
    entries = entries.with_columns(
        own_source=pl.when(pl.col("source").is_in(sources.implode())).then("source").otherwise("own_source")
    )
    standing = read_rows(EntryStanding, ["entry_id", "state"], key="entry_id", keys=entries["id"])
    entries = entries.join(standing, left_on="id", right_on="entry_id", how="left")
    in_force = pl.col("state") != EntryStanding.State.REVERSED.value
    return entries.group_by("kind", "own_source").agg(
        posted_id=pl.col("id").filter(in_force).last(),
        times=pl.len().cast(pl.Int64),
        **{f"{name}__posted": pl.col(name).filter(in_force).last() for name in COMPARED.values()},
    )
