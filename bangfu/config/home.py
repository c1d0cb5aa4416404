"""Where one installation keeps its database, files and keys: the folder named by ``BANGFU_HOME``."""

import os
from pathlib import Path

from bangfu.kernel.keyring import secret_in


def home() -> Path:
    """Return the installation's folder (default ``var/`` in the working directory), created if missing."""
    folder = Path(os.environ.get("BANGFU_HOME") or "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret(name: str, length: int = 32) -> bytes:
    """Return the installation's secret of that name, making it on first use."""
    return secret_in(home(), name, length)
