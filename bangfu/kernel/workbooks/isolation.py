"""Old and rare formats are read by a child process with bounded memory.

A damaged .xls file can make the reader of cells ask for more memory than there is, which ends the whole process; here
it ends only the child.
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from bangfu.kernel.workbooks.columns import Sheet
from bangfu.kernel.workbooks.refusals import WorkbookRefused

MAXIMUM_SECONDS = 600


def read_in_child(path: Path, sheet: Sheet, on_death: str) -> Any:
    """What `isolated.main` answers for the file; WorkbookRefused(`on_death`) when it does not live to answer."""
    task = pickle.dumps((path.absolute(), sheet))
    try:
        child = subprocess.run(
            [sys.executable, "-m", "bangfu.kernel.workbooks.isolated"],
            input=task,
            capture_output=True,
            check=True,
            timeout=MAXIMUM_SECONDS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
        raise WorkbookRefused(on_death) from fault
    answer = pickle.loads(child.stdout)  # noqa: S301 - written by our own child
    if isinstance(answer, str):
        raise WorkbookRefused(answer)
    return answer
