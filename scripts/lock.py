"""Lock the Python packages: `python -m scripts.lock [--upgrade]` writes both lock files from pyproject.toml.

A lock holds exact versions and hashes for every platform and Python from 3.11, and no address of an index:
each machine takes the files from wherever its own pip is configured to.
"""

import argparse
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from scripts.console import ROOT, exit_status_of, run, say
from scripts.packages import INSTALL, PYTHON, prepare_environment

RUNTIME = ROOT / "requirements.lock"
DEVELOPMENT = ROOT / "requirements-dev.lock"
OPTIONS = (
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    "--custom-compile-command=make lock",
)


def main() -> None:
    """Resolve and write both locks; the development lock keeps to the versions of the other one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions instead of keeping")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    prepare_environment()
    _provide_resolver()
    with tempfile.TemporaryDirectory() as folder:
        build = Path(folder) / "build.in"
        build.write_text("\n".join(build_requirements()) + "\n")
        say("锁定运行所需的包", "locking what running needs")
        _resolve([build], RUNTIME, upgrade)
        say("锁定开发所需的包", "locking what developing needs")
        _resolve([build, "--extra=dev", "--constraint", RUNTIME], DEVELOPMENT, upgrade)


def build_requirements() -> list[str]:
    """What pyproject.toml needs for installing the project itself, locked with the rest."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]


def _resolve(sources: list[str | Path], lock: Path, upgrade: list[str]) -> None:
    run(
        [PYTHON, "-m", "uv", "pip", "compile", "pyproject.toml", *sources, *OPTIONS, *upgrade, "-o", lock.name],
        failing=("依赖无法锁定", "the packages could not be locked"),
    )


def _provide_resolver() -> None:
    if subprocess.run([PYTHON, "-c", "import uv"], capture_output=True, check=False).returncode != 0:
        say("安装锁定工具 uv", "installing the resolver uv")
        run([*INSTALL, "uv>=0.9"], failing=("uv 未能安装", "uv could not be installed"))


if __name__ == "__main__":
    sys.exit(exit_status_of(main))
