"""Two chains a county, suspected doubles, accepted cautions.

SQLite makes altered tables anew, which drops their triggers: the guards are taken down first and put up after.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bangfu.kernel.fields
from bangfu.kernel.append_only import append_only

ENTRIES, CONFIRMATIONS = append_only("ledger_entry"), append_only("ledger_confirmation")


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', "0005_entries_by_giver_place"),
        ('pairing', '0001_initial'),
        ('parties', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(ENTRIES.reverse_code, ENTRIES.code),
        migrations.RunPython(CONFIRMATIONS.reverse_code, CONFIRMATIONS.code),
        migrations.CreateModel(
            name='AcceptedCaution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='提醒')),
                ('message', models.CharField(max_length=400, verbose_name='内容')),
                ('reason', models.CharField(blank=True, default='', max_length=400, verbose_name='理由')),
            ],
            options={
                'verbose_name': '记账时的提醒',
                'verbose_name_plural': '记账时的提醒',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SuspectedDouble',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_code', bangfu.kernel.fields.AreaCodeField(max_length=15, verbose_name='区划代码')),
                ('verdict', models.CharField(choices=[('open', '待判断'), ('same', '同一笔'), ('different', '不是同一笔')], default='open', max_length=10, verbose_name='判断')),
                ('reason', models.CharField(blank=True, default='', max_length=400, verbose_name='理由')),
                ('at', models.DateTimeField(null=True, verbose_name='判断时间')),
            ],
            options={
                'verbose_name': '疑似重复记录',
                'verbose_name_plural': '疑似重复记录',
                'ordering': ['-id'],
            },
        ),
        migrations.AddField(
            model_name='chain',
            name='words',
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='chain',
            name='words_hash',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='chain',
            field=models.CharField(default='', max_length=6, verbose_name='链'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='confirmation',
            name='hash',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='confirmation',
            name='previous_hash',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='confirmation',
            name='sequence',
            field=models.PositiveBigIntegerField(default=0, verbose_name='链内序号'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='confirmation',
            name='at',
            field=models.DateTimeField(verbose_name='时间'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='giver',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='given', to='parties.party', verbose_name='提供方'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='receiver',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='received', to='parties.party', verbose_name='受助方'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['giver', 'amount', 'happened_on'], name='entry_giver_amount_day'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['receiver', 'amount', 'happened_on'], name='entry_receiver_amount_day'),
        ),
        migrations.AddField(
            model_name='acceptedcaution',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cautions', to='ledger.entry'),
        ),
        migrations.AddField(
            model_name='suspecteddouble',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='判断人'),
        ),
        migrations.AddField(
            model_name='suspecteddouble',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='later_doubles', to='ledger.entry'),
        ),
        migrations.AddField(
            model_name='suspecteddouble',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='earlier_doubles', to='ledger.entry'),
        ),
        migrations.AddIndex(
            model_name='suspecteddouble',
            index=models.Index(fields=['verdict', 'area_code'], name='double_verdict_area'),
        ),
        migrations.AddConstraint(
            model_name='suspecteddouble',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='double_once'),
        ),
        migrations.AddConstraint(
            model_name='suspecteddouble',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='double_in_order'),
        ),
        ENTRIES,
    ]
