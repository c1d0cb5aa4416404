from typing import Any

from django.db import migrations, models

from bangfu.kernel.ciphers import decrypt
from bangfu.parties.rules.identity import degree_in

CHUNK = 2000


def read_certificates(apps: Any, _schema_editor: Any) -> None:
    """What is registered already gets the degree that the number of its certificate says."""
    person = apps.get_model("parties", "Person")
    rows = person.objects.exclude(disability_number_index="").only("pk", "disability_number").order_by("pk")
    changed = []
    for row in rows.iterator(CHUNK):
        row.disability_level = degree_in(decrypt(row.disability_number))
        changed.append(row)
        if len(changed) == CHUNK:
            person.objects.bulk_update(changed, ["disability_level"])
            changed = []
    person.objects.bulk_update(changed, ["disability_level"])


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_area_boundaries"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="disability_level",
            field=models.CharField(blank=True, default="", max_length=2, verbose_name="残疾等级"),
        ),
        migrations.RunPython(read_certificates, migrations.RunPython.noop),
    ]
