"""One more working group is one more folder: kind, form, list, import column and figures need no other edit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.schemas import furnish

ROOT = Path(__file__).parents[2]
WALK = Path(__file__).parent / "fifteenth" / "walk.py"


@pytest.mark.slow
def test_drinking_water_needs_nothing_but_its_folder(tmp_path: Path) -> None:
    settings = {
        "BANGFU_HOME": str(furnish(tmp_path)),
        "DJANGO_SETTINGS_MODULE": "bangfu.config.settings",
        "PYTHONPATH": str(ROOT),
        "BANGFU_HOSTS": "testserver",
    }
    environment = {**{k: v for k, v in os.environ.items() if not k.startswith("BANGFU_")}, **settings}
    done = subprocess.run([sys.executable, WALK], env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {
        "kind": True,
        "offered": True,
        "form": [True, True, True],
        "without_headcount": 422,
        "recorded": 302,
        "listed": True,
        "figure": 12,
        "by_origin": {"spring": 12},
        "figures_page": True,
        "workbook": True,
        "column": True,
    }
