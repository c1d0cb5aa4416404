from django.db import migrations

from bangfu.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_initial")]

    operations = [
        append_only("ledger_entry"),
        append_only("ledger_entryperson"),
        append_only("ledger_entryhousehold"),
        append_only("ledger_confirmation"),
    ]
