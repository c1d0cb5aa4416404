"""What may not stand in the public wording of a need: numbers that identify, and names of the household."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.errors import Refused
from bangfu.kernel.scanning import Sensitive, identifying_numbers, names_in
from bangfu.parties.models import Household, Person

KINDS = {
    Sensitive.ID_NUMBER: gettext_lazy("身份证号"),
    Sensitive.PHONE: gettext_lazy("电话号码"),
    Sensitive.BANK_ACCOUNT: gettext_lazy("银行账号"),
}


def names_of_households(party_ids: Iterable[int]) -> Mapping[int, set[str]]:
    """Return household → the names of its head and members; two queries however many households."""
    ids = list(party_ids)
    found: dict[int, set[str]] = {pk: set() for pk in ids}
    for pk, name in Household.objects.filter(pk__in=ids).values_list("pk", "head_name"):
        found[pk].add(name)
    for pk, name in Person.objects.filter(household_id__in=ids).values_list("household_id", "name"):
        found[pk].add(name)
    return {pk: {name for name in names if name} for pk, names in found.items()}


def problems_of(names: set[str], *texts: str) -> list[str]:
    """Return in words what must be taken out of public texts before they can be published."""
    found = []
    for text in texts:
        for one in identifying_numbers(text):
            part = text[one.start : one.end]
            shown = f"{part[:2]}…{part[-2:]}"
            found.append(
                _("公开内容里有%(what)s（%(shown)s），请删去；需要联系时由村信息点转达。")
                % {"what": KINDS[one.kind], "shown": shown}
            )
        if names_in(text, names):
            found.append(_("公开内容里有本户人员的姓名，请改用“孩子”“老人”等称呼。"))
    return list(dict.fromkeys(found))


def refuse_revealing(names: set[str], **fields: str) -> None:
    """Raise Refused at the first field whose text would reveal somebody."""
    for field, text in fields.items():
        if problems := problems_of(names, text):
            raise Refused(problems[0], field=field, problems=tuple(problems))
