"""Numbers of new parties, for whole frames."""

import polars as pl

from bangfu.kernel.imports.sets import new_ids
from bangfu.kernel.imports.writing import Writing
from bangfu.parties.models import Party
from bangfu.parties.models.party import PartyKind


def with_party_ids(frame: pl.DataFrame, key: str, kind: PartyKind, writing: Writing) -> pl.DataFrame:
    """Mark rows without a party as ``new`` and give each, in their order, the number of a new party of that kind."""
    frame = frame.with_columns(new=pl.col(key).is_null())
    ids = new_ids(Party, int(frame["new"].sum()))
    if ids.is_empty():
        return frame
    writing.insert(Party, ids.to_frame("id").with_columns(kind=pl.lit(kind.value)))
    made = ids.gather((frame["new"].cum_sum().cast(pl.Int64) - 1).clip(0))
    return frame.with_columns(pl.when("new").then(made).otherwise(pl.col(key)).alias(key))
