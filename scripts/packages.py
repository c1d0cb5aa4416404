"""The virtual environment and its Python packages, exactly as locked."""

import subprocess
import sys
import venv
from pathlib import Path

from scripts.console import ROOT, Failure, run, say
from scripts.stamps import Stamp, digest_of

ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
# Two -q: a machine's pip configuration may name places that lack most packages, and pip warns of each.
INSTALL = (PYTHON, "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check", "--no-compile")


def prepare_environment() -> None:
    """Make `.venv` unless it works already. Programs in it know where they lie: a moved checkout makes it anew."""
    place = Stamp(ENVIRONMENT / "stamps" / "place", str(ROOT))
    is_moved = place.path.exists() and not place.is_current()
    if PYTHON.exists() and _has_pip() and not is_moved:
        place.write()
        return
    say("创建虚拟环境 .venv", "making the virtual environment .venv")
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True, symlinks=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise Failure(
            "无法创建虚拟环境（Debian 需先安装 python3-venv）",
            "the virtual environment cannot be made (Debian: install python3-venv first)",
        ) from error
    place.write()


def install_locked(lock: Path) -> None:
    """Install what a lock file lists, each file checked against its hash; nothing when it is installed."""
    stamp = Stamp(ENVIRONMENT / "stamps" / lock.stem, digest_of([lock], salt=sys.version))
    if stamp.is_current():
        return
    say(f"安装 {lock.name} 中的 Python 包（约一分钟）", f"installing the packages of {lock.name} (about a minute)")
    run(
        [*INSTALL, "--require-hashes", "-r", lock],
        failing=("Python 包未能安装", "the Python packages could not be installed"),
    )
    stamp.write()


def install_project() -> None:
    """Put the checkout itself into the environment, so that `.venv/bin/bangfu` runs it."""
    declared = ROOT / "pyproject.toml"
    stamp = Stamp(
        ENVIRONMENT / "stamps" / "project",
        digest_of([declared], salt=sys.version + str(ROOT)),
        products=(ENVIRONMENT / "bin" / "bangfu",),
    )
    if stamp.is_current():
        return
    say("把本项目装入虚拟环境", "installing the project itself")
    run(
        # The build backend is in the lock too: nothing is fetched for building.
        [*INSTALL, "--no-deps", "--no-build-isolation", "-e", ROOT],
        failing=("本项目未能安装", "the project could not be installed"),
    )
    stamp.write()


def _has_pip() -> bool:
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
