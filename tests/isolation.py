"""Keeps a test run away from the checkout's own `var/` (keys, files, database) and from the shell's settings.

Loaded by `-p tests.isolation` (pyproject.toml), because BANGFU_HOME has to be set before the settings are read.
Each process of a parallel run gets a home of its own, removed when the process ends.
"""

import atexit
import os
import shutil
import tempfile

KEPT = {"BANGFU_DATABASE_URL", "BANGFU_TEST_SPARK"}
for name in [name for name in os.environ if name.startswith("BANGFU_") and name not in KEPT]:
    del os.environ[name]

HOME = tempfile.mkdtemp(prefix="bangfu-test-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["BANGFU_HOME"] = HOME
