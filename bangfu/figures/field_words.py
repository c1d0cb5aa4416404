"""What the fields are called that sources of figures have in common."""

from django.utils.translation import gettext as _


def field_words() -> dict[str, str]:
    """Return the words of the fields that sources have in common."""
    return {
        "agreement": _("协议"),
        "amount": _("金额"),
        "giver": _("提供方"),
        "giver_is_budget_unit": _("提供方是预算单位"),
        "giver_kind": _("提供方类型"),
        "giver_rank": _("提供方层级"),
        "helper": _("帮扶方"),
        "helper_township": _("帮扶方所在乡镇（街道）"),
        "helper_unit_rank": _("派出单位层级"),
        "household": _("农户"),
        "households": _("户数"),
        "level": _("层级"),
        "online": _("线上"),
        "organisation": _("单位"),
        "person": _("人员"),
        "person_times": _("人次"),
        "persons": _("人数"),
        "place": _("所在地"),
        "quantity": _("数量"),
        "receiver": _("受助方"),
        "receiver_kind": _("受助方类型"),
        "recipient": _("受助方"),
        "recipient_class": _("受助村类别"),
        "recipient_township": _("受助方所在乡镇"),
        "stage": _("阶段"),
        "state": _("状态"),
        "supplier": _("供应商"),
        "township": _("乡镇"),
        "unit": _("计量单位"),
        "value": _("数值"),
        "village": _("村"),
        "year": _("年度"),
    }
