"""Loading the schemes that ship as data (``schemes/*.toml``), never over a county's own edits."""

import tomllib
from pathlib import Path
from typing import Any

from bangfu.pairing.models import Scheme
from bangfu.pairing.scheme_rules import check_scheme

FOLDER = Path(__file__).parent / "schemes"


def shipped_schemes() -> list[dict[str, Any]]:
    """Return the schemes of the data files, in the order of the files."""
    found: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob("*.toml")):
        found += tomllib.loads(path.read_text(encoding="utf-8"))["scheme"]
    return found


def load_schemes() -> int:
    """Add the schemes that are not there yet and renew those nobody has changed; return how many are new."""
    known = {scheme.name: scheme for scheme in Scheme.objects.all()}
    fresh: list[Scheme] = []
    for entry in shipped_schemes():
        scheme = known.get(entry["name"])
        if scheme is None:
            fresh.append(Scheme(**entry))
        elif scheme.version == 1 and any(getattr(scheme, name) != value for name, value in entry.items()):
            for name, value in entry.items():
                setattr(scheme, name, value)
            scheme.save(update_fields=list(entry))
    for scheme in fresh:
        scheme.full_clean()
    made = Scheme.objects.bulk_create(fresh)
    for scheme in made:
        check_scheme(scheme)
    return len(made)
