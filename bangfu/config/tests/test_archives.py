"""A saved state comes back whole; a damaged one changes nothing."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.schemas import furnish

pytestmark = pytest.mark.slow


def bangfu(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on an installation of its own (SQLite)."""
    env = {k: v for k, v in os.environ.items() if k not in ("BANGFU_DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return subprocess.run(
        [sys.executable, "-m", "bangfu", *arguments],
        env={**env, "BANGFU_HOME": str(home)},
        capture_output=True,
        text=True,
    )


def test_a_saved_state_comes_back_and_a_damaged_one_does_not(tmp_path: Path) -> None:
    here, there, saved = tmp_path / "here", tmp_path / "there", tmp_path / "state.zip"
    assert bangfu(furnish(here), "setup").returncode == 0
    assert bangfu(here, "backup", str(saved), "--json").returncode == 0
    assert saved.stat().st_mode & 0o077 == 0
    assert bangfu(here, "backup", str(saved)).returncode == 1
    assert bangfu(there, "restore", str(saved)).returncode == 0
    assert (there / "keys" / "fields.key").read_bytes() == (here / "keys" / "fields.key").read_bytes()
    again = bangfu(there, "restore", str(saved))
    assert again.returncode == 1
    assert "--replace" in again.stderr
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(saved) as good, zipfile.ZipFile(damaged, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, content[:-1] + b"x" if name.startswith("keys/") else content)
    before = (there / "bangfu.sqlite3").read_bytes()
    assert bangfu(there, "restore", str(damaged), "--replace").returncode == 1
    assert (there / "bangfu.sqlite3").read_bytes() == before
