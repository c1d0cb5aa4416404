"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import By, Column, Derived, Grid, Table

ALLOCATION = Table(
    name="T25",
    title=_("财政专项资金分配表"),
    workstream="funds",
    parts=(
        Grid(
            head=_("资金类别"),
            rows=By("category"),
            columns=(
                Column("funds.special", _("安排资金")),
                Derived("share", _("占比"), "of_total", "funds.special"),
            ),
        ),
    ),
)
TABLES = (ALLOCATION,)
