"""Parameters of soft rules: where the county has set none, there is nothing to doubt."""

from datetime import date
from typing import Any

from bangfu.kernel.policy.queries import PolicyMissing, policy


def soft_limit(key: str, area_code: str, on: date | None = None) -> Any | None:
    """Return the parameter in force at a place on a day (default today), or None where none is set."""
    try:
        return policy(key, area_code, on)
    except PolicyMissing:
        return None
