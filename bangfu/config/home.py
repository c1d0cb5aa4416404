"""Where one installation keeps its database, files and keys: the folder named by ``BANGFU_HOME``."""

import os
import secrets
from pathlib import Path


def home() -> Path:
    """Return the installation's folder (default ``var/`` in the working directory), created if missing."""
    folder = Path(os.environ.get("BANGFU_HOME") or "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret(name: str, length: int = 32) -> bytes:
    """Return the installation's secret of that name, making it on first use, readable by its owner only.

    Two processes that start at once agree: the file is created exclusively and the loser reads the winner's.
    """
    folder = home() / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{name}.key"
    if not path.exists():
        draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(length))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
