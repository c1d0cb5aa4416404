"""One run of Typst in a process of its own: ``python -m bangfu.reports.papers.typesetting TEMPLATE < data.json``.

Typst remembers all it has ever set and gives nothing back (two megabytes a household), so a long-lived worker hands
each run to a process that ends. Knows nothing of Django, so that it starts at once.
"""

import subprocess
import sys
from pathlib import Path

import typst

TYPST = Path(__file__).with_name("typst")


def typeset(template: str, data: str) -> bytes:
    """Return the PDF of a template of ``typst/`` filled with JSON, set by a process of its own.

    Raises RuntimeError with what Typst said when it could not be set.
    """
    ran = subprocess.run(  # noqa: S603 - ourselves, with a template of ours
        [sys.executable, "-m", __name__, template], input=data.encode(), capture_output=True, check=False
    )
    if ran.returncode:
        raise RuntimeError(ran.stderr.decode(errors="replace")[-2000:])
    return ran.stdout


def main() -> None:
    """Set what comes in on standard input; the PDF goes to standard output."""
    source = (TYPST / sys.argv[1]).read_bytes()
    made = typst.compile(source, root=TYPST, sys_inputs={"data": sys.stdin.buffer.read().decode()})
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
