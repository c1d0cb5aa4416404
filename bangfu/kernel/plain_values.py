"""Values as JSON has them, for programs: the command line and the read-only API print the same."""

from typing import Any


def plain(value: Any) -> Any:
    """Return a value as JSON has it: exact decimals as numbers, days as ISO text, the rest as words."""
    if hasattr(value, "to_integral_value"):
        return int(value) if value == value.to_integral_value() else float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)
