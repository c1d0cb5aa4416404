from django.db import migrations, models

from bangfu.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_withdrawal")]

    operations = [
        migrations.CreateModel(
            name="FrozenRows",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="校验值")),
                ("rows", models.BinaryField(verbose_name="记录")),
            ],
            options={
                "verbose_name": "封存的记录清单",
                "verbose_name_plural": "封存的记录清单",
            },
        ),
        append_only("reports_frozenrows"),
    ]
