"""Numbers in workbooks: masked on the way out unless a purpose is given, and masks that come back."""

from collections.abc import Mapping

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.ciphers import MASKS, decrypt
from bangfu.kernel.imports.declared import Offer, Wanted
from bangfu.kernel.workbooks import ROW
from bangfu.parties.models import Unmasking


def refuse_wrong_mask(
    offer: Offer, wanted: pl.DataFrame, key: str, name: str, stored: pl.DataFrame, attribute: str, kind: str
) -> None:
    """Refuse a mask that is not the mask of the stored number: somebody typed over it.

    ``wanted`` has the stored row's id as ``key``; ``stored`` has the ciphertext as ``attribute``.
    """
    if name not in offer.masks:
        return
    given = offer.frame.select(ROW).with_columns(offer.masks[name].alias("mask")).drop_nulls("mask")
    shown = given.join(wanted.select(ROW, key), on=ROW, how="left", maintain_order="left").join(
        stored.select(pl.col("party_id").alias(key), sealed=attribute), on=key, how="left", maintain_order="left"
    )
    masks = [MASKS[kind](decrypt(sealed)) if sealed else None for sealed in shown["sealed"].to_list()]
    wrong = shown["mask"].ne_missing(pl.Series(masks, dtype=pl.String))
    offer.error_at(
        shown[ROW].filter(wrong), name, "wrong_mask", _("带星号的号码与名册不符：请填写完整号码，或留空表示不变。")
    )


def unmasked(wanted: Wanted, frame: pl.DataFrame, kinds: Mapping[str, str]) -> pl.DataFrame:
    """Open the sealed columns of an export: in full and logged where a purpose is given, else masked."""
    for name, kind in kinds.items():
        show = str if wanted.purpose else MASKS[kind]
        sealed = frame[name].unique()  # a household's number stands on each of its members' rows
        opened = [show(decrypt(text)) if text else None for text in sealed.to_list()]
        shown = frame[name].replace_strict(sealed, pl.Series(opened, dtype=pl.String), return_dtype=pl.String)
        frame = frame.with_columns(shown.alias(name))
    if wanted.purpose:
        Unmasking.objects.create(
            actor=wanted.actor,
            field="export",
            purpose=wanted.purpose[:200],
            area_code=wanted.area_code,
            rows=len(frame),
        )
    return frame
