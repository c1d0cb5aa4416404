"""Arithmetic on area code prefixes.

Codes follow the national 12-digit statistical division codes (province 2, city 4, county 6, township 9,
village 12 digits); a village group has 15. A scope is a prefix and a prefix is a range, which an index serves.
"""

PROVINCE, CITY, COUNTY, TOWNSHIP, VILLAGE, GROUP = LEVELS = (2, 4, 6, 9, 12, 15)


def prefix_range(prefix: str) -> tuple[str, str | None]:
    """Return ``(low, high)`` so that codes below ``prefix`` satisfy ``low <= code < high``.

    The empty prefix means everywhere: ``("", None)``. All-nines have no successor of their length: high is ``":"``
    appended (the character after ``9``).
    """
    if not prefix:
        return "", None
    return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)


def significant(code: str) -> str:
    """Return a code without the zeros that only fill it up: ``420302000000`` is ``420302``.

    A filled-up code always has whole zero segments, so each level is cut only when its segment is all zeros.
    """
    for low, high in ((12, 15), (9, 12), (6, 9), (4, 6), (2, 4)):
        if len(code) >= high and code[low:high] == "0" * (high - low):
            code = code[:low]
        elif len(code) > low:
            break
    return code


def parents(code: str) -> list[str]:
    """Return the codes of all levels above, from the province down: ``420302001201`` gives 42, 4203, 420302 …"""
    return [code[:n] for n in LEVELS if n < len(code)]


def parent(code: str) -> str | None:
    """Return the code one level up, or None for a province."""
    above = parents(code)
    return above[-1] if above else None


def is_code(code: str) -> bool:
    """Tell whether the text has the shape of an area code of any level."""
    return code.isascii() and code.isdigit() and len(code) in LEVELS
