"""The judged work of importing entries as somebody would write it for one file of four kinds, and nothing more.

It reads, types and judges every row, finds the parties, refuses receipts posted before, chains by the same content
and hash, fills the same two tables with their indexes, and looks for the same gift twice. It knows no other kind,
column, right or place; it keeps neither file nor run, shows nobody what would change, gives no messages.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from bangfu.ledger.chains import HASHED
from bangfu.ledger.models import Chain, Entry
from bangfu.parties.models import Organisation

KINDS = {
    "捐款": ("exchange.donation_money", "exchange", "", True),
    "采购": ("market.purchase", "market", "", True),
    "培训班": ("talent.course", "talent", "course", False),
    "选派干部人才": ("talent.sent", "talent", "", True),
}
DETAILS = {
    "采购": ("渠道", "channel", {"线上": "online", "线下": "offline"}),
    "培训班": ("培训内容", "subject", {"种养技术": "farming"}),
    "选派干部人才": ("人员类别", "category", {"专业技术人才": "expert"}),
}
COLUMNS = (*HASHED, "counted_on", "previous_hash", "hash")
DOUBLES = """
SELECT count(*) FROM ledger_entry n JOIN ledger_entry o ON o.giver_id = n.giver_id AND o.receiver_id = n.receiver_id
AND o.amount {same} n.amount AND o.id < n.id AND o.happened_on BETWEEN {before} AND {after}
WHERE n.amount >= 50000 OR (n.amount IS NULL AND o.kind = n.kind AND o.quantity = n.quantity AND o.details = n.details)
"""


class Wrong(Exception):
    """A row that does not fit."""


def import_by_hand(path: Path, actor: int) -> int:
    """Do it all in one transaction, which is then taken back so that ours finds the same empty book."""
    with transaction.atomic():
        rows = list(_chained(_judged(path, actor)))
        _write(rows)
        with connection.cursor() as cursor:
            cursor.execute(_doubles())
            cursor.fetchone()
        transaction.set_rollback(True)
    return len(rows)


def _judged(path: Path, actor: int) -> Iterator[dict[str, Any]]:
    frame = pl.read_excel(path, engine="calamine", infer_schema_length=0)
    parties = {name: (pk, place) for pk, name, place in Organisation.objects.values_list("pk", "name", "area_code")}
    posted = set(Entry.objects.order_by().values_list("kind", "source"))
    now, today = int(timezone.now().timestamp() * 1_000_000), timezone.localdate()
    for row in frame.iter_rows(named=True):
        kind, workstream, unit, asked = KINDS[row["记录类型"]]
        day = date.fromisoformat(row["发生日期"][:10])
        (giver, giver_place), (receiver, place) = parties[row["提供方"]], parties[row["受助方"]]
        amount = None if row["金额（元）"] is None else int(Decimal(row["金额（元）"]) * 100)
        quantity = None if row["数量"] is None else int(Decimal(row["数量"]) * 1000)
        persons = None if row["惠及人数"] is None else int(row["惠及人数"])
        needed = amount if kind in ("exchange.donation_money", "market.purchase") else (quantity or persons)
        if not needed or needed < 0 or giver == receiver or not date(1978, 1, 1) <= day <= today:
            raise Wrong(row)
        if (kind, row["单据号"]) in posted:
            raise Wrong(row)
        posted.add((kind, row["单据号"]))
        details = {}
        if row["记录类型"] in DETAILS:
            heading, name, codes = DETAILS[row["记录类型"]]
            details[name] = codes[row[heading]]
        yield {
            **dict.fromkeys(HASHED),
            **{"kind": kind, "workstream": workstream, "source": row["单据号"], "giver_id": giver},
            **{"receiver_id": receiver, "area_code": place, "giver_area_code": giver_place, "posted_at": now},
            **{"happened_on": day.isoformat(), "posted_by_id": actor, "amount": amount, "quantity": quantity},
            **{"unit": unit, "bound": "exact", "persons": persons, "details": details, "note": "", "batch": 1},
            "asked": receiver if asked else None,
        }


def _chained(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    heads: dict[str, tuple[int, str]] = defaultdict(lambda: (0, "0" * 64))
    heads |= {code: (length, last) for code, length, last in Chain.objects.values_list("code", "length", "hash")}
    encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
    for row in rows:
        row["chain"] = row["area_code"][:6]
        length, previous = heads[row["chain"]]
        row["sequence"] = length + 1
        content = encode({name: row[name] for name in HASHED})
        row["previous_hash"], row["hash"] = previous, hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()
        heads[row["chain"]] = length + 1, row["hash"]
        row["counted_on"], row["details"] = row["happened_on"], json.dumps(row["details"])
        yield row
    for code, (length, last) in heads.items():
        Chain.objects.update_or_create(code=code, defaults={"length": length, "hash": last})


def _write(rows: list[dict[str, Any]]) -> None:
    now, due = timezone.now().isoformat(sep=" ")[:26], (timezone.localdate() + timedelta(days=14)).isoformat()
    marks = ", ".join(["%s"] * (len(COLUMNS) + 1))
    entries = [(n, *(now if c == "posted_at" else row[c] for c in COLUMNS)) for n, row in enumerate(rows, start=1)]
    standings = [
        (n, "waiting" if row["asked"] else "recorded", row["asked"], row["area_code"], due if row["asked"] else None)
        for n, row in enumerate(rows, start=1)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO ledger_entry (id, {', '.join(COLUMNS)}) VALUES ({marks})", entries)
        cursor.executemany(
            "INSERT INTO ledger_entrystanding (entry_id, state, party_id, area_code, due_on)"
            " VALUES (%s, %s, %s, %s, %s)",
            standings,
        )


def _doubles() -> str:
    if connection.vendor == "postgresql":
        return DOUBLES.format(same="IS NOT DISTINCT FROM", before="n.happened_on - 7", after="n.happened_on + 7")
    return DOUBLES.format(same="IS", before="date(n.happened_on, '-7 days')", after="date(n.happened_on, '+7 days')")
