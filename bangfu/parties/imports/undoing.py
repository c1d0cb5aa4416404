"""Taking a whole import of the ``persons`` workbook back."""

import polars as pl
from django.db.models import Model
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.history.actions import record_changes
from bangfu.kernel.history.models import Change
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import delete_rows, read_rows, update_rows
from bangfu.kernel.rights.models import User
from bangfu.parties.imports.journal import Journal
from bangfu.parties.models import Household, HouseholdIncome, HouseholdStatus, Membership, Party, Person

OWN = {"household", "person", "area", "organisation"}
NAMED = 5


def undo_persons(actor: User, run: ImportRun) -> None:
    """Put every row back as it was before the run, and remove what the run created.

    Raises Refused when rows were changed since, or when others point at rows that would go: helpers paired with
    them, help recorded for them. Then nothing is undone.
    """
    journal = Journal(run.pk)
    created = {model: _ids(journal, f"created_{name}") for name, model in _CREATED}
    _refuse_changed_since(journal, created)
    _refuse_pointed_at(created)
    _restore(journal)
    _remove(journal, created)
    record_changes(
        Change(
            actor=actor,
            action="undo_import",
            object_type=model._meta.label_lower,
            object_id=pk,
            batch=run.pk,
            reason=run.reason,
        )
        for model, ids in created.items()
        for pk in ids
    )


_CREATED: tuple[tuple[str, type[Model]], ...] = (("persons", Person), ("households", Household))
_CHANGED: tuple[tuple[str, type[Model]], ...] = (("changed_persons", Person), ("changed_households", Household))


def _ids(journal: Journal, name: str) -> list[int]:
    frame = journal.load(name)
    return [] if frame is None else frame["party_id"].to_list()


def _refuse_changed_since(journal: Journal, created: dict[type[Model], list[int]]) -> None:
    later = 0
    for name, model in _CHANGED:
        before = journal.load(name)
        if before is not None:
            later += _count_other_versions(model, before.select("party_id", pl.col("version") + 1))
    for model, ids in created.items():
        later += _count_other_versions(model, pl.DataFrame({"party_id": ids, "version": [1] * len(ids)}))
    if later:
        raise Refused(_("导入之后又有 %(n)s 户（人）的资料被改动，不能整批撤销。请逐户更正。") % {"n": later})


def _count_other_versions(model: type[Model], expected: pl.DataFrame) -> int:
    if expected.is_empty():
        return 0
    schema = {"party_id": pl.Int64(), "version": pl.Int64()}
    now = read_rows(model, list(schema), key="party_id", keys=expected["party_id"], schema=schema)
    same = expected.cast(schema).join(now, on=["party_id", "version"])  # type: ignore[arg-type]
    return len(expected) - len(same)


def _refuse_pointed_at(created: dict[type[Model], list[int]]) -> None:
    """Whatever layer points at a party keeps it: found through the models, not by knowing who they are."""
    ids = [pk for pks in created.values() for pk in pks]
    if not ids:
        return
    for relation in Party._meta.related_objects:
        if relation.name in OWN:
            continue
        field = relation.field.attname
        schema = {field: pl.Int64()}
        found = read_rows(relation.related_model, [field], key=field, keys=pl.Series(ids), schema=schema)
        if len(found):
            raise Refused(
                _("其中 %(n)s 户（人）已有“%(what)s”记录，不能撤销导入。")
                % {"n": found[field].n_unique(), "what": relation.related_model._meta.verbose_name}
            )


def _restore(journal: Journal) -> None:
    for name, model in _CHANGED:
        before = journal.load(name)
        if before is not None:
            update_rows(model, before.with_columns(pl.col("version") + 2))
    for name, model in (
        ("changed_memberships", Membership),
        ("changed_incomes", HouseholdIncome),
        ("household_summaries", Household),
    ):
        before = journal.load(name)
        if before is not None:
            update_rows(model, before)


def _remove(journal: Journal, created: dict[type[Model], list[int]]) -> None:
    opened = journal.load("opened_memberships")
    if opened is not None:
        for person_id, household_id in opened.iter_rows():
            Membership.objects.filter(person_id=person_id, household_id=household_id, valid_to=None).delete()
    _reopen(journal, "closed_memberships", Membership)
    made = journal.load("created_statuses")
    if made is not None:
        for household_id, value, valid_from in made.iter_rows():
            HouseholdStatus.objects.filter(household_id=household_id, value=value, valid_from=valid_from).delete()
    _reopen(journal, "closed_statuses", HouseholdStatus)
    incomes = journal.load("created_incomes")
    if incomes is not None:
        for household_id, year in incomes.iter_rows():
            HouseholdIncome.objects.filter(household_id=household_id, year=year).delete()
    for model, ids in created.items():
        delete_rows(model, "party_id", ids)
        delete_rows(Party, "id", ids)


def _reopen(journal: Journal, name: str, model: type[Model]) -> None:
    closed = journal.load(name)
    if closed is not None:
        update_rows(model, closed.with_columns(valid_to=pl.lit(None, pl.Date)))
