"""Earlier confirmations get their links, then the table is guarded again."""

from collections import defaultdict

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

from bangfu.kernel.append_only import append_only
from bangfu.ledger.chains import GENESIS, WORDS_HASHED, link_hash


def link(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Chain the confirmations of each county in the order in which they were given."""
    confirmations, chains = apps.get_model("ledger", "Confirmation"), apps.get_model("ledger", "Chain")
    heads: dict[str, tuple[int, str]] = defaultdict(lambda: (0, GENESIS))
    for row in confirmations._base_manager.select_related("entry").order_by("id").iterator(chunk_size=2000):
        length, previous = heads[row.entry.chain]
        row.chain, row.sequence, row.previous_hash = row.entry.chain, length + 1, previous
        values = {name: getattr(row, name) for name in WORDS_HASHED if name != "entry_hash"}
        row.hash = link_hash(previous, {**values, "entry_hash": row.entry.hash}, WORDS_HASHED)
        row.save(update_fields=["chain", "sequence", "previous_hash", "hash"])
        heads[row.chain] = row.sequence, row.hash
    for code, (length, last) in heads.items():
        chains.objects.filter(pk=code).update(words=length, words_hash=last)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_doubles_and_words")]

    operations = [
        migrations.RunPython(link, RunPython.noop),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.UniqueConstraint(fields=("chain", "sequence"), name="confirmation_chain_sequence"),
        ),
        append_only("ledger_confirmation"),
        append_only("ledger_acceptedcaution"),
    ]
