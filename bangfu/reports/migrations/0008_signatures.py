import django.db.models.deletion
from django.db import migrations, models

from bangfu.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_frozen_rows")]

    operations = [
        migrations.CreateModel(
            name="ReportSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, verbose_name="密钥")),
                ("value", models.CharField(max_length=88, verbose_name="签名")),
                (
                    "sealed",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="reports.sealedreport",
                        verbose_name="封存报告",
                    ),
                ),
            ],
            options={
                "verbose_name": "封存报告的签名",
                "verbose_name_plural": "封存报告的签名",
            },
        ),
        append_only("reports_reportsignature"),
    ]
