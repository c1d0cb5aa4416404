"""Soft rules: what looks wrong is said and recorded, and people go on working.

An action never refuses for a doubt. It writes the doubts beside the reason into history and leaves them on the
object it returns (``row.doubts``), so that a page can show them. A form asks for the reason first:
``forms.reasoned.ReasonedForm``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

REASON_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that is probably wrong: the rule's name, what to say, and the field, where there is one."""

    rule: str
    message: str
    field: str = ""


Doubts = tuple[Doubt, ...]


def reason_with(reason: str, doubts: Iterable[Doubt]) -> str:
    """Return the reason as history keeps it: the person's own words, then what was doubted."""
    doubted = "".join(f"〔{d.message}〕" for d in doubts)
    return (reason.strip() + doubted)[:REASON_LENGTH]
