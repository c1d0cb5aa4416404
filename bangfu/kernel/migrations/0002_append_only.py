from django.db import migrations

from bangfu.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        append_only("kernel_change"),
        append_only("kernel_flowstep", closable=("left_at",)),
    ]
