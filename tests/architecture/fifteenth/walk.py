"""Run in a process of its own: starts the platform with one more folder and walks through what follows from it.

Prints what it saw as JSON. The folder is found as any other is: by lying on the path of the working groups.
"""

import json
import sys
from pathlib import Path

import django
from django.test import Client
from django.urls import reverse

import bangfu.workstreams

bangfu.workstreams.__path__.append(str(Path(__file__).parent))
django.setup()

from bangfu.config.installation import ready_operator  # noqa: E402 - needs the apps, which need the folder
from bangfu.figures.computing import Question, compute, find  # noqa: E402
from bangfu.kernel.imports.declared import templates  # noqa: E402
from bangfu.kernel.rights.actions import grant_role  # noqa: E402
from bangfu.kernel.rights.models import User  # noqa: E402
from bangfu.ledger.imports.sheets import entries_sheet  # noqa: E402
from bangfu.ledger.kinds import entry_kinds  # noqa: E402
from bangfu.parties.actions import register_area, register_organisation  # noqa: E402

COUNTY, VILLAGE = "420302", "420302100201"


def walk() -> dict[str, object]:
    """Record an entry of the new kind in its derived form, and look for it everywhere."""
    actor = ready_operator()
    for code, name in (("42", "湖北省"), ("4203", "十堰市"), (COUNTY, "茅箭区"), (VILLAGE[:9], "大川镇")):
        register_area(actor, code=code, name=name)
    village = register_area(actor, code=VILLAGE, name="卡子村")
    office = register_organisation(actor, area_code=COUNTY, name="水利局", kind="authority")
    browser = Client(raise_request_exception=True)
    browser.force_login(_clerk(actor))
    address = reverse("ledger-record-kind", args=["water.works"])
    form = browser.get(address).content.decode()
    sent = {
        "happened_on": "2020-06-19",
        "giver": f"{office.pk} 水利局",
        "receiver": f"{village.pk} 卡子村",
        "area_code": f"{VILLAGE} 卡子村",
        "amount": "50000",
        "detail_origin": "spring",
        "households": "12",
        "_key": "one",
    }
    without_headcount = browser.post(address, {**sent, "households": "", "_key": "two"}).status_code
    answer = browser.post(address, sent)
    figure = compute(find("water.households"), Question(area_code=COUNTY, by="origin"))
    return {
        "kind": "water.works" in entry_kinds,
        "offered": "饮水工程" in browser.get(reverse("ledger-record")).content.decode(),
        "form": [word in form for word in ("建设单位", "水源类型", "惠及户数")],
        "without_headcount": without_headcount,
        "recorded": answer.status_code,
        "listed": "饮水工程" in browser.get("/ledger/entry/").content.decode(),
        "figure": figure.value,
        "by_origin": {str(part.key): part.value for part in figure.parts},
        "figures_page": "通水户数" in browser.get(reverse("figures"), {"workstream": "water"}).content.decode(),
        "workbook": "水源类型" in [column.heading for column in templates["entries-water"].sheet().columns],
        "column": "水源类型" in [column.heading for column in entries_sheet().columns],
    }


def _clerk(actor: User) -> User:
    clerk = User.objects.create(username="clerk", name="经办人", must_change_password=False)
    grant_role(actor, user=clerk, role="county", area_code=COUNTY)
    return User.objects.get(pk=clerk.pk)


if __name__ == "__main__":
    json.dump(walk(), sys.stdout, default=str)
