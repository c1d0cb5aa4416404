"""An import in a process of its own, for the tests of several at once and of one that is killed.

``python -m … prepare | stage FILE | apply RUN | apply-slowly RUN | state RUN``: prints one JSON document. On SQLite the
database is the file in BANGFU_HOME, on PostgreSQL this run's test database.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import django


def main(command: str, argument: str = "") -> dict[str, Any]:
    """Do one thing and return what to print."""
    from bangfu.config.installation import operator, prepare
    from bangfu.kernel.errors import Conflict
    from bangfu.kernel.imports import writing
    from bangfu.kernel.imports.actions import apply_import, stage_import
    from bangfu.kernel.imports.models import ImportRun
    from bangfu.parties.imports.tests import invented
    from bangfu.parties.models import Area, Membership, Party, Person

    if command == "prepare":
        prepare()
    actor = operator()
    match command:
        case "prepare":
            if not Area.objects.exists():
                invented.county()
            return {}
        case "stage":
            return {"run": stage_import(actor, "persons", Path(argument))[0].pk}
        case "apply-slowly":
            insert = writing.insert_rows

            def slowly(model: Any, frame: Any) -> None:
                insert(model, frame)
                if model is Person:
                    print(json.dumps({"written": len(frame)}), flush=True)
                    time.sleep(60)

            writing.insert_rows = slowly
    run = ImportRun.objects.get(pk=int(argument))
    outcome = run.state
    if command.startswith("apply"):
        try:
            outcome = apply_import(actor, run).state
        except Conflict:
            outcome = "conflict"
    counts = {model.__name__: model._default_manager.count() for model in (Party, Person, Membership)}
    return {"outcome": outcome, **counts}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(*sys.argv[1:])), flush=True)
