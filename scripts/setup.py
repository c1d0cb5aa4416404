"""Set up a checkout: `python -m scripts.setup` for working in it, `… tests` for running its tests as well.

Every step looks first whether it is done already, so a second run takes a moment.
"""

import argparse
import sys

from scripts import catalogues, debian, frontend, packages
from scripts.console import ROOT, exit_status_of, say
from scripts.stamps import one_at_a_time


def main() -> None:
    """Do the steps that are not done yet, in order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=["app", "development", "tests"], default="app")
    what = parser.parse_args().what
    with one_at_a_time(ROOT / "var" / "setup.lock"):
        packages.prepare_environment()
        packages.install_locked(ROOT / ("requirements.lock" if what == "app" else "requirements-dev.lock"))
        packages.install_project()
        catalogues.compile_messages()
        frontend.build()
        if what == "tests":
            debian.install_missing()
    say("准备就绪", "ready")


if __name__ == "__main__":
    sys.exit(exit_status_of(main))
