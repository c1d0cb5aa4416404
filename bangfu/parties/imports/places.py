"""Which village a row means, and whether the actor may write there."""

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import TOWNSHIP, VILLAGE, prefix_range
from bangfu.kernel.imports.declared import Offer
from bangfu.kernel.rights.scope import Scope, scope_of
from bangfu.parties.models import Area

NAME_ENDINGS = r"(村民委员会|村委会|居民委员会|居委会|行政村|社区|村|乡|镇|街道|办事处)$"


def villages(below: str) -> pl.DataFrame:
    """Return the villages of a place that exist today, with the name of their township."""
    low, high = prefix_range(below)
    found = Area.objects.filter(code__gte=low, level__in=(TOWNSHIP, VILLAGE), valid_to=None)
    if high is not None:
        found = found.filter(code__lt=high)
    rows = list(found.values_list("code", "name", "level"))
    frame = pl.DataFrame(rows, schema={"code": pl.String, "name": pl.String, "level": pl.Int64}, orient="row")
    townships = frame.filter(pl.col("level") == TOWNSHIP).select(pl.col("code").alias("above"), township=pl.col("name"))
    return (
        frame.filter(pl.col("level") == VILLAGE)
        .with_columns(pl.col("code").str.slice(0, TOWNSHIP).alias("above"))
        .join(townships, on="above", how="left")
        .select("code", "name", "township")
    )


def located(offer: Offer, households: pl.DataFrame) -> pl.DataFrame:
    """Add ``area_code`` to households: by code, else by the names of township and village; null if not said."""
    households = households.with_columns(
        pl.col("village_code")
        if "village_code" in households.columns
        else pl.lit(None, pl.String).alias("village_code")
    )
    if "village" not in households.columns:
        return _checked(offer, households.rename({"village_code": "area_code"}))
    named = _by_name(offer, households)
    return _checked(
        offer,
        households.with_columns(pl.coalesce("village_code", named).alias("area_code")).drop("village_code"),
    )


def _by_name(offer: Offer, households: pl.DataFrame) -> pl.Series:
    known = villages(offer.area_code)
    key = pl.col("name").str.replace(NAME_ENDINGS, "")
    by_name = known.with_columns(key=key, town=pl.col("township").str.replace(NAME_ENDINGS, ""))
    wanted = households.select(
        pl.col("village").str.replace(NAME_ENDINGS, "").alias("key"),
        (pl.col("township") if "township" in households.columns else pl.lit(None, pl.String))
        .str.replace(NAME_ENDINGS, "")
        .alias("town"),
        pl.col("row_number"),
        pl.col("village_code"),
    )
    together = by_name.unique(["key", "town"], keep="none").select("key", "town", both=pl.col("code"))
    alone = by_name.unique("key", keep="none").select("key", only=pl.col("code"))
    found = wanted.join(together, on=["key", "town"], how="left", maintain_order="left")
    found = found.join(alone, on="key", how="left", maintain_order="left")
    code = found.select(pl.when(pl.col("town").is_null()).then(pl.col("only")).otherwise(pl.col("both")))
    series = code.to_series().alias("named")
    missing = found.filter(pl.col("key").is_not_null() & pl.col("village_code").is_null() & series.is_null())
    offer.error_at(
        missing["row_number"],
        "village",
        "unknown_village",
        _("名册里找不到这个村，或同名的村不止一个：请填写村代码，或同时写明乡镇。"),
    )
    return series


def _checked(offer: Offer, households: pl.DataFrame) -> pl.DataFrame:
    codes = households["area_code"].drop_nulls().unique()
    standing = dict(Area.objects.filter(code__in=codes.to_list()).values_list("code", "valid_to"))
    name = "village_code" if offer.has("village_code") else "village"
    unknown = codes.filter(~codes.is_in(list(standing)))
    ended = [code for code, valid_to in standing.items() if valid_to is not None]
    shallow = [code for code in standing if len(code) < VILLAGE]
    outside = outside_of(offer, codes)
    for bad, code, message in (
        (unknown.to_list(), "unknown_village", _("名册里没有这个村代码：请核对，或先在“地区”中登记这个村。")),
        (ended, "ended_village", _("这个村已经撤销或合并：请改填现在的村代码。")),
        (shallow, "not_a_village", _("这不是村一级的代码：请填写 12 位村代码。")),
        (outside.to_list(), "outside_scope", _("这个村不在您的管辖范围内，不能导入。")),
    ):
        rows = households.filter(pl.col("area_code").is_in(bad))["row_number"]
        offer.error_at(rows, name, code, message)
    return households


def outside_of(offer: Offer, codes: pl.Series) -> pl.Series:
    """Return the area codes at which the actor may not import, or that lie outside the place asked for."""
    scope: Scope = scope_of(offer.actor, offer.template.permission).within(offer.area_code)
    return codes.filter(pl.Series([not scope.covers(code) for code in codes.to_list()], dtype=pl.Boolean))
