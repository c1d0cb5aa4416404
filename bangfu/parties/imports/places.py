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


def located(
    offer: Offer, households: pl.DataFrame, *, least: int = VILLAGE, told: str = "village_code"
) -> pl.DataFrame:
    """Add ``area_code`` to rows: by code, else by the names of township and village; null if not said.

    ``least`` is the length of the shortest code that will do; faults of a code are told of the column ``told``.
    """
    households = households.with_columns(
        pl.col("village_code")
        if "village_code" in households.columns
        else pl.lit(None, pl.String).alias("village_code")
    )
    if "village" not in households.columns:
        return _checked(offer, households.rename({"village_code": "area_code"}), least, told)
    named = _by_name(offer, households)
    return _checked(
        offer,
        households.with_columns(pl.coalesce("village_code", named).alias("area_code")).drop("village_code"),
        least,
        told,
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


def _checked(offer: Offer, households: pl.DataFrame, least: int, told: str) -> pl.DataFrame:
    codes = households["area_code"].drop_nulls().unique()
    outside = outside_of(offer, codes)
    inside = codes.filter(~codes.is_in(outside.implode()))  # of what lies outside nothing is told
    standing = dict(Area.objects.filter(code__in=inside.to_list()).values_list("code", "valid_to"))
    name = "village" if offer.has("village") and not offer.has(told) else told
    unknown = [code for code in inside.to_list() if code not in standing]
    ended = [code for code, valid_to in standing.items() if valid_to is not None]
    shallow = [code for code in standing if len(code) < least]
    too_high = _("这不是村一级的代码：请填写 12 位村代码。") if least == VILLAGE else _("请填写乡镇或村的代码。")
    for bad, code, message in (
        (outside.to_list(), "outside_scope", _("这个地方不在您的管辖范围（或本次导入的地区）内，不能导入。")),
        (unknown, "unknown_village", _("名册里没有这个村（地区）代码：请核对，或先在“地区”中登记。")),
        (ended, "ended_village", _("这个村（地区）已经撤销或合并：请改填现在的代码。")),
        (shallow, "not_a_village", too_high),
    ):
        rows = households.filter(pl.col("area_code").is_in(bad))["row_number"]
        offer.error_at(rows, name, code, message)
    return households


def outside_of(offer: Offer, codes: pl.Series) -> pl.Series:
    """Return the area codes at which the actor may not import, or that lie outside the place asked for."""
    scope: Scope = scope_of(offer.actor, offer.template.permission).within(offer.area_code)
    codes = codes.drop_nulls()
    return codes.filter(pl.Series([not scope.covers(code) for code in codes.to_list()], dtype=pl.Boolean))


def without_strangers(
    offer: Offer, rows: pl.DataFrame, key: str, visible: pl.DataFrame, *, column: str = ""
) -> pl.DataFrame:
    """Refuse rows that mean a stored row (``key``) outside the actor's area; from here on nothing is known of it.

    ``visible`` holds the ``party_id`` of what may be seen. The message names neither the row nor its place.
    """
    stranger = pl.col(key).is_not_null() & ~pl.col(key).is_in(visible["party_id"].implode())
    column = column or ("household_number" if key == "household_id" else "id_number")
    offer.error_at(
        rows.filter(stranger)["row_number"],
        column if offer.has(column) else "name",
        "outside_scope",
        _("这一行登记在您的管辖范围（或本次导入的地区）之外：请与县办联系办理。"),
    )
    return rows.with_columns(pl.when(~stranger).then(key).alias(key))


def visible_rows(offer: Offer, stored: pl.DataFrame, column: str = "area_code") -> pl.DataFrame:
    """Return the stored rows that lie where the actor may import and the file was said to belong."""
    scope = scope_of(offer.actor, offer.template.permission).within(offer.area_code)
    places = stored[column].unique().to_list()
    return stored.filter(pl.col(column).is_in([code for code in places if scope.covers(code)]))
