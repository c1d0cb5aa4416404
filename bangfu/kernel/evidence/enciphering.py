"""Files as they lie on the disk: enciphered with AES-256-GCM, piece by piece, readable from any place.

A file is its mark, eight random bytes, and pieces of one mebibyte, each enciphered by itself. A piece's number and
whether it is the last are part of what is authenticated, so that pieces cannot be left out, exchanged or cut off.
Files without the mark were stored before files were enciphered and are read as they are.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from bangfu.kernel.ciphers import Undecipherable

MARK = b"bangfu-file-1\n"
PREFIX = 8
PIECE = 1024 * 1024
TAG = 16
HEADER = len(MARK) + PREFIX


@cache
def _cipher() -> AESGCM:
    """A key of its own, derived from that of the fields: one secret to keep, no nonce shared with them."""
    return AESGCM(hmac.digest(settings.BANGFU_FIELD_KEY, b"stored files", hashlib.sha256))


def _nonce(prefix: bytes, piece: int) -> bytes:
    return prefix + piece.to_bytes(4, "big")


def _circumstances(piece: int, last: bool) -> bytes:
    return b"%d %d" % (piece, last)


def encipher(source: Path, target: Path) -> None:
    """Write a file enciphered; it is on the disk when this returns, readable by the installation's user only."""
    prefix = os.urandom(PREFIX)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    with source.open("rb") as plain, os.fdopen(descriptor, "wb") as file:
        file.write(MARK + prefix)
        piece, content = 0, plain.read(PIECE)
        while True:
            following = plain.read(PIECE)
            file.write(_cipher().encrypt(_nonce(prefix, piece), content, _circumstances(piece, not following)))
            if not following:
                break
            piece, content = piece + 1, following
        file.flush()
        os.fsync(file.fileno())


class Deciphered(io.RawIOBase):
    """An enciphered file as it was before, from any place on; Undecipherable where it was altered."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(len(MARK))
        self._prefix = file.read(PREFIX)
        enciphered = file.seek(0, io.SEEK_END) - HEADER
        self._pieces = max(-(-enciphered // (PIECE + TAG)), 1)
        self._size = enciphered - self._pieces * TAG
        if self._size < 0:
            raise Undecipherable("cut off")
        self._place = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(start + offset, 0)
        return self._place

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any writable buffer
        number, start = divmod(self._place, PIECE)
        if self._place >= self._size:
            return 0
        content = self._piece(number)[start : start + len(buffer)]
        buffer[: len(content)] = content
        self._place += len(content)
        return len(content)

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            self._file.seek(HEADER + number * (PIECE + TAG))
            last = number == self._pieces - 1
            try:
                content = _cipher().decrypt(
                    _nonce(self._prefix, number), self._file.read(PIECE + TAG), _circumstances(number, last)
                )
            except (InvalidTag, ValueError) as error:
                raise Undecipherable(f"piece {number}") from error
            self._held = (number, content)
        return self._held[1]

    def close(self) -> None:
        self._file.close()
        super().close()


def open_deciphered(path: Path) -> BinaryIO:
    """Open a file for reading, enciphered or from before; raises FileNotFoundError."""
    file = path.open("rb")
    if file.read(len(MARK)) != MARK:
        file.seek(0)
        return file
    return cast(BinaryIO, io.BufferedReader(Deciphered(file), PIECE))
