"""Closings, and the day for which an entry counts: for entries so far the day on which they happened."""

from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bangfu.kernel.fields
from bangfu.kernel.append_only import append_only


def released(table: str) -> migrations.RunPython:
    """Take the guard down, so that it can be put up over all columns again."""
    guard = append_only(table)
    return migrations.RunPython(guard.reverse_code, guard.code)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("ledger", "0003_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_code", bangfu.kernel.fields.AreaCodeField(max_length=15, verbose_name="区划代码")),
                ("workstream", models.CharField(blank=True, default="", max_length=30, verbose_name="工作组")),
                ("starts_on", models.DateField(verbose_name="起")),
                ("ends_on", models.DateField(verbose_name="止")),
                ("entries", models.PositiveIntegerField(verbose_name="关账时记录数")),
                ("last_entry", models.BigIntegerField(verbose_name="关账时最后一笔")),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="说明")),
                ("closed_at", models.DateTimeField(verbose_name="关账时间")),
                ("reopened_at", models.DateTimeField(blank=True, null=True, verbose_name="重新开账时间")),
                ("reason", models.CharField(blank=True, default="", max_length=200, verbose_name="重新开账原因")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="关账人",
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="开账人",
                    ),
                ),
            ],
            options={
                "verbose_name": "关账",
                "verbose_name_plural": "关账",
                "ordering": ["area_code", "-id"],
                "indexes": [models.Index(fields=["area_code", "ends_on"], name="closing_area_end")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at", None)),
                        fields=("area_code", "workstream", "starts_on", "ends_on"),
                        name="closing_in_force_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="closing_ends_after_it_begins",
                    ),
                ],
            },
        ),
        released("ledger_entry"),
        migrations.AddField(
            model_name="entry",
            name="counted_on",
            field=models.DateField(default=date(1, 1, 1), verbose_name="计入日期"),
            preserve_default=False,
        ),
        migrations.RunSQL("UPDATE ledger_entry SET counted_on = happened_on", migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="entry", name="entry_kind_area_day"),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["kind", "area_code", "counted_on"], name="entry_kind_area_counted"),
        ),
        append_only("ledger_entry"),
    ]
