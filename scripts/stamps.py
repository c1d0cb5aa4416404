"""Stamps: a step is done again only when the content of what it was made from has changed."""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.console import say

SKIPPED_FOLDERS = frozenset({"node_modules", "dist", "__pycache__"})


def files_in(folder: Path) -> list[Path]:
    """Every source file under a folder, in a fixed order, without what tools leave there."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not SKIPPED_FOLDERS.intersection(path.relative_to(folder).parts)
    )


def digest_of(paths: Iterable[Path], salt: str = "") -> str:
    """SHA-256 over names and contents, in the order given; a missing file counts as an empty one."""
    digest = hashlib.sha256(salt.encode())
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"\0{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


@dataclass(frozen=True)
class Stamp:
    """A file that remembers the digest a step was last done for.

    `path` should lie inside what the step makes, so that deleting the product deletes the stamp too;
    `products` are further files or folders without which the step counts as not done.
    """

    path: Path
    digest: str
    products: tuple[Path, ...] = ()

    def is_current(self) -> bool:
        """Whether the step was done for exactly this digest and all its products still exist."""
        if not all(product.exists() for product in self.products):
            return False
        return self.path.is_file() and self.path.read_text() == self.digest

    def write(self) -> None:
        """Remember that the step is done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.digest)


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Hold a lock file, so that two `make` in one checkout set it up one after the other."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("等待另一个安装过程结束", "waiting for another set-up to end")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
