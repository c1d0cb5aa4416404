"""Numbers that identify a person: encrypted at rest, found by exact value, shown masked.

A value is stored as AES-256-GCM ciphertext (nonce, ciphertext and tag, base64) beside a keyed index
(HMAC-SHA-256, truncated to 128 bits), so that an ID number can be looked up without being readable. Keys live
in the installation's ``keys/`` folder, never in the database. Why these: docs/adr/0002-encryption.md.
"""

import base64
import hashlib
import hmac
import os
import unicodedata
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE = 12
PREFIX = "g1:"  # the cipher's name, so that another can be introduced beside it


class Undecipherable(Exception):
    """The ciphertext was altered or belongs to another key."""


@cache
def _cipher() -> AESGCM:
    return AESGCM(settings.BANGFU_FIELD_KEY)


def encrypt(text: str) -> str:
    """Return the ciphertext of a text; the empty text stays empty."""
    if not text:
        return ""
    nonce = os.urandom(NONCE)
    return PREFIX + base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), None)).decode()


def decrypt(stored: str) -> str:
    """Return the text; raise Undecipherable when it was altered or the key is another."""
    if not stored:
        return ""
    try:
        raw = a2b_base64(stored.removeprefix(PREFIX))
        return _cipher().decrypt(raw[:NONCE], raw[NONCE:], None).decode()
    except (InvalidTag, ValueError) as error:
        raise Undecipherable(stored[:8]) from error


def canonical(text: str) -> str:
    """Return the form that is compared: half-width, no spaces, upper case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def index_of(text: str) -> str:
    """Return the keyed index of a value, equal for values that are equal in canonical form."""
    if not text:
        return ""
    digest = hmac.digest(settings.BANGFU_INDEX_KEY, canonical(text).encode(), hashlib.sha256)
    return base64.b64encode(digest[:16]).decode()


def encrypt_all(texts: Sequence[str]) -> list[str]:
    """Return the ciphertexts of many values already in canonical form; for imports."""
    seal, nonces = _cipher().encrypt, os.urandom(NONCE * len(texts))
    stored = []
    for place, text in enumerate(texts):
        nonce = nonces[place * NONCE : (place + 1) * NONCE]
        stored.append(
            PREFIX + b2a_base64(nonce + seal(nonce, text.encode(), None), newline=False).decode() if text else ""
        )
    return stored


def indexes_of(texts: Iterable[str]) -> list[str]:
    """Return ``index_of`` of many values: the states of the key's two hashes are made once and copied."""
    inner, outer = _index_hashes()
    indexes = []
    for text in texts:
        if not text:
            indexes.append("")
            continue
        plain = text if text.isascii() and text.isalnum() else canonical(text)
        first, second = inner.copy(), outer.copy()
        first.update(plain.upper().encode())
        second.update(first.digest())
        indexes.append(b2a_base64(second.digest()[:16], newline=False).decode())
    return indexes


def _index_hashes() -> tuple[Any, Any]:
    """Return the inner and outer hash of HMAC (RFC 2104), each begun with the padded key."""
    block = settings.BANGFU_INDEX_KEY
    block = (hashlib.sha256(block).digest() if len(block) > 64 else block).ljust(64, b"\0")
    return hashlib.sha256(bytes(b ^ 0x36 for b in block)), hashlib.sha256(bytes(b ^ 0x5C for b in block))


def mask_id_number(text: str) -> str:
    """Show the first six and last four of an ID number."""
    return f"{text[:6]}********{text[-4:]}" if len(text) >= 15 else "*" * len(text)


def mask_phone(text: str) -> str:
    """Show the first three and last four of a telephone number."""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 8 else "*" * len(text)


def mask_bank_account(text: str) -> str:
    """Show the last four of a bank account."""
    return f"****{text[-4:]}" if len(text) >= 8 else "*" * len(text)


MASKS = {"id_number": mask_id_number, "phone": mask_phone, "bank_account": mask_bank_account}


class CipherField(models.TextField):
    """A text kept encrypted. Pair it with an ``IndexField`` to find rows by exact value.

    Attribute access gives the ciphertext: reading the number is a deliberate act, ``decrypt(row.id_number)``,
    done only by code that masks or that has checked the purpose.
    """

    def __init__(self, *args: object, kind: str = "id_number", **kwargs: object) -> None:
        self.kind = kind
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "kind": self.kind}

    def masked(self, stored: str) -> str:
        """Return what a screen may show."""
        return MASKS[self.kind](decrypt(stored))


class IndexField(models.CharField):
    """The keyed index beside a ``CipherField``."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 24)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        kwargs.setdefault("db_index", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)
