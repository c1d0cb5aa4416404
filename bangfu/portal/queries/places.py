"""Places a visitor may choose: open counties and their townships, read once a minute."""

from __future__ import annotations

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP
from bangfu.kernel.publishing.places import within
from bangfu.kernel.remembered import RememberedEach
from bangfu.parties.models import Area
from bangfu.parties.queries.areas import existing_on
from bangfu.portal.sites import open_site

SECONDS, MOST_COUNTIES = 60.0, 40
_townships: RememberedEach[str, list[tuple[str, str]]] = RememberedEach(SECONDS)
_names: RememberedEach[str, str] = RememberedEach(SECONDS)


def choices(section: str, place: str) -> list[tuple[str, str]]:
    """Return the counties that show a section, with the townships of the chosen one (or of the only one)."""
    counties = [c for c in open_site().counties if section not in c.hidden]
    only = counties[0].code if len(counties) == 1 else ""
    found: list[tuple[str, str]] = []
    for county in counties:
        found.append((county.code, county.name))
        if county.code == (place[:COUNTY] or only):
            found += [(code, f"　{name}") for code, name in townships(county.code)]
    return found


def townships(county: str) -> list[tuple[str, str]]:
    """Return the townships of a county today."""
    rows = existing_on(Area.objects.filter(within((county,), "code"), level=TOWNSHIP)).order_by("code")
    return _townships.get(county, lambda: list(rows.values_list("code", "name")))


def place_names(codes: set[str]) -> dict[str, str]:
    """Return each code's name from the county down (洞口县山门镇); remembered, so that a page costs no query for it."""
    wanted = {code for code in codes if code}
    parts = {part for code in wanted for part in (code[:COUNTY], code[:TOWNSHIP], code) if part}
    names = _names.get_all(
        parts, lambda missing: dict(Area.objects.filter(code__in=missing).values_list("code", "name"))
    )
    return {
        code: "".join(names.get(part, "") for part in dict.fromkeys((code[:COUNTY], code[:TOWNSHIP], code))) or code
        for code in wanted
    }
