"""A scheme as a file that another county can take over: JSON with the rules, their names and their source."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.pairing.models import Scheme

MARK = "bangfu_scheme"
VERSION = 1
LARGEST = 200_000  # bytes
COLUMNS = (
    "name", "title", "helper_kind", "recipient_kind", "helper_title", "recipient_title", "per_recipient_min",
    "per_recipient_max", "per_helper_min", "per_helper_max", "full_coverage", "keeps_on_exit", "automatic",
    "by_hand_reason", "subject_title", "subjects", "eligible", "weights", "capacity_classes", "side_rules", "number",
    "source", "source_year", "meaning", "valid_from", "valid_to",
)  # fmt: skip
REQUIRED = ("name", "title", "helper_kind", "recipient_kind", "helper_title", "recipient_title")
DAYS = ("valid_from", "valid_to")


def as_file(scheme: Scheme) -> str:
    """Return a scheme as the text of a file; no party, pairing or person is in it."""
    rules = {name: getattr(scheme, name) for name in COLUMNS}
    return json.dumps({MARK: VERSION, "scheme": rules}, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder) + "\n"


def read_file(content: bytes) -> dict[str, Any]:
    """Return the columns of a scheme in a file. Raises Refused, in words, for anything that is not one."""
    if len(content) > LARGEST:
        raise Refused(_("文件太大，不是结对方案。"), field="file")
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise Refused(_("这不是导出的结对方案文件。"), field="file") from error
    rules = document.get("scheme") if isinstance(document, dict) else None
    if not isinstance(rules, dict) or document.get(MARK) != VERSION:
        raise Refused(_("这不是导出的结对方案文件。"), field="file")
    if unknown := sorted(rules.keys() - set(COLUMNS)):
        raise Refused(_("文件里有不认识的内容：%s。") % "、".join(unknown), field="file")
    if missing := [name for name in REQUIRED if not rules.get(name)]:
        raise Refused(_("文件里缺少：%s。") % "、".join(missing), field="file")
    return {name: _read(name, value) for name, value in rules.items()}


def _read(name: str, value: Any) -> Any:
    kinds: dict[str, type] = dict.fromkeys(("subjects", "capacity_classes", "side_rules"), list)
    kinds |= {"eligible": dict, "weights": dict}
    if name in kinds and not isinstance(value, kinds[name]):
        raise Refused(_("文件中“%(name)s”的格式不对。") % {"name": name}, field="file")
    if name in DAYS and value is not None:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise Refused(_("文件中“%(name)s”的格式不对。") % {"name": name}, field="file") from error
    try:
        return Scheme._meta.get_field(name).to_python(value)
    except ValidationError as error:
        raise Refused(_("文件中“%(name)s”的格式不对。") % {"name": name}, field="file") from error
