"""The installation's secrets: files in ``keys/``, made on first use, readable by their owner only, never in a database.

Free of Django: settings read the first secrets from here.
"""

import os
import secrets
from pathlib import Path

FOLDER = "keys"


def folder_in(home: Path) -> Path:
    """Return the folder of an installation's keys, created if missing."""
    folder = home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def secret_in(home: Path, name: str, length: int = 32) -> bytes:
    """Return the installation's secret of that name, making it on first use.

    Two processes that start at once agree: the file is created exclusively and the loser reads the winner's.
    """
    path = folder_in(home) / f"{name}.key"
    if not path.exists():
        draft = _draft(path, secrets.token_bytes(length))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


def replace_secret(home: Path, name: str, length: int = 32) -> bytes:
    """Make a new secret in the place of the one of that name, which is gone; return the new one."""
    path = folder_in(home) / f"{name}.key"
    new = secrets.token_bytes(length)
    os.replace(_draft(path, new), path)
    return new


def _draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f".{path.stem}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft
