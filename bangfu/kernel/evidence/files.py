"""The folder of stored files: ``files/ab/cd/<digest>``, each written once, enciphered, and never changed.

The digest is that of the content, not of the bytes on the disk."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from django.conf import settings

from bangfu.kernel.ciphers import Undecipherable
from bangfu.kernel.evidence.enciphering import encipher, open_deciphered

CHUNK = 1024 * 1024


class TooLarge(Exception):
    """More bytes came than are allowed."""


def folder() -> Path:
    """Return the folder of stored files."""
    return Path(settings.BANGFU_HOME) / "files"


def path_of(digest: str) -> Path:
    """Return where the file of that digest lies."""
    return folder() / digest[:2] / digest[2:4] / digest


@contextmanager
def received(chunks: Iterable[bytes], max_bytes: int) -> Iterator[Path]:
    """Write an upload to a draft beside the stored files and give its path; the draft is removed afterwards.

    Raises TooLarge as soon as more than ``max_bytes`` have come.
    """
    folder().mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix="draft-", dir=folder())
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            size = 0
            for chunk in chunks:
                size += len(chunk)
                if size > max_bytes:
                    raise TooLarge
                file.write(chunk)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(draft: Path) -> str:
    """Encipher a draft to its place among the stored files and return the digest of its content.

    The bytes are on the disk before the name is: after a power cut a file is there whole or not at all.
    """
    digest = digest_of(draft)
    place = path_of(digest)
    if place.exists():
        return digest
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix="draft-", dir=folder())
    os.close(descriptor)
    enciphered = Path(name)
    try:
        encipher(draft, enciphered)
        enciphered.chmod(0o640)
        enciphered.replace(place)
    finally:
        enciphered.unlink(missing_ok=True)
    _sync_folder(place.parent)
    return digest


def open_stored(digest: str) -> BinaryIO:
    """Open the content of a stored file; raises FileNotFoundError, and Undecipherable where it was altered."""
    return open_deciphered(path_of(digest))


def stored_bytes(digest: str) -> bytes:
    """Return the content of a stored file; raises as ``open_stored`` does."""
    with open_stored(digest) as file:
        return file.read()


def copy_stored(digest: str, target: Path) -> None:
    """Write the content of a stored file to a place that whoever asks removes again."""
    with open_stored(digest) as file, target.open("wb") as copy:
        copyfileobj(file, copy, CHUNK)


def is_stored(digest: str) -> bool:
    """Whether the content of that digest is there, unaltered."""
    try:
        with open_stored(digest) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except (FileNotFoundError, Undecipherable):
        return False


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def discard(digest: str, still_wanted: Callable[[], bool]) -> None:
    """Delete a stored file, unless somebody stored the same content again in the meantime.

    The file is moved aside before ``still_wanted`` is asked, and ``store`` looks for it after making its row, so
    that whichever comes second notices the other.
    """
    place = path_of(digest)
    aside = folder() / f"draft-{digest}"
    try:
        place.replace(aside)
    except FileNotFoundError:
        return
    if still_wanted():
        aside.replace(place)
    else:
        aside.unlink()
