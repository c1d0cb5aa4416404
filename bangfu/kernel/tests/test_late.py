"""Heavy libraries do not slow down a start."""

import subprocess
import sys

import pytest

from bangfu.kernel.late import late

START = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"
import django; django.setup()
import bangfu.config.urls
print(sorted({"pandas", "ortools.sat.python.cp_model", "scipy.spatial", "scipy.sparse"} & set(sys.modules)))
"""


def test_a_late_module_is_the_module_once_it_is_used():
    assert late("json.encoder").JSONEncoder().encode([1]) == "[1]"


def test_a_missing_module_is_told_when_it_is_used():
    missing = late("bangfu_has_no_such_module")
    with pytest.raises(ModuleNotFoundError, match="bangfu_has_no_such_module"):
        missing.anything()


def test_solvers_are_not_loaded_at_the_start(bangfu_home):
    said = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=False)
    assert said.stdout.strip() == "[]", said.stderr
