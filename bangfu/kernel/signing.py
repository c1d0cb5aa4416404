"""The installation's own signature: Ed25519, one key that signs, and the public halves of all that ever did.

``keys/seals.key`` is the seed of the key that signs now. Of every key, ``keys/seals-<fingerprint>.pub`` keeps the
public half: when the key is renewed its seed is gone, and what it signed can still be checked. A key is named by its
fingerprint, the SHA-256 of the 32 bytes of its public half. Public keys are told as PEM, as every other program does.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.conf import settings

from bangfu.kernel.keyring import folder_in, replace_secret, secret_in

NAME = "seals"
SHOWN = 16  # of a fingerprint's 64 digits, where people compare them
PublicKeys = Mapping[str, bytes]
"""The 32 bytes of public keys by fingerprint."""


class NoPublicKey(ValueError):
    """A text or file that holds no Ed25519 public key."""


@dataclass(frozen=True)
class Signature:
    """A signature and the fingerprint of the key that made it."""

    key: str
    value: bytes


def fingerprint(public: bytes) -> str:
    """Return the name of a public key."""
    return hashlib.sha256(public).hexdigest()


def shown(key: str) -> str:
    """Return a fingerprint as people compare it: 1A2B-3C4D-5E6F-7A8B."""
    digits = key[:SHOWN].upper()
    return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def present_key() -> str:
    """Return the fingerprint of the key that signs now."""
    return fingerprint(_public(_present()))


def sign(message: bytes) -> Signature:
    """Sign a message with the present key."""
    key = _present()
    return Signature(fingerprint(_public(key)), key.sign(message))


def holds(message: bytes, signature: Signature, public: bytes) -> bool:
    """Tell whether a signature is that of this message by this key."""
    if fingerprint(public) != signature.key:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature.value, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_keys() -> dict[str, bytes]:
    """Return the public half of every key of this installation, the present one first."""
    present = _public(_present())
    kept = {path: path.read_bytes() for path in _folder().glob(f"{NAME}-*.pub")}
    earlier = sorted(kept, key=lambda path: path.stat().st_mtime, reverse=True)
    named = {path.stem.removeprefix(f"{NAME}-"): kept[path] for path in earlier}
    known = {name: public for name, public in named.items() if fingerprint(public) == name}
    return {fingerprint(present): present} | known


def renew() -> str:
    """Sign with a new key from now on; return its fingerprint. The seed of the last one is gone."""
    _present()  # its public half is kept
    return fingerprint(_public(_loaded(replace_secret(_home(), NAME))))


def told_keys() -> list[dict[str, Any]]:
    """Return the public keys as programs are told them, the present one first."""
    keys = public_keys()
    return [{"key": key, "present": not at, "public": as_pem(public)} for at, (key, public) in enumerate(keys.items())]


def as_pem(public: bytes) -> str:
    """Return a public key as other programs read it."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def from_pem(text: bytes) -> bytes:
    """Return the public key of a PEM file; raise NoPublicKey."""
    try:
        key = load_pem_public_key(text)
    except ValueError as error:
        raise NoPublicKey(str(error)) from error
    if not isinstance(key, Ed25519PublicKey):
        raise NoPublicKey(type(key).__name__)
    return key.public_bytes_raw()


def _present() -> Ed25519PrivateKey:
    """The key that signs, read anew each time: another process may have renewed it."""
    return _loaded(secret_in(_home(), NAME))


def _loaded(seed: bytes) -> Ed25519PrivateKey:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    _keep(_public(key))
    return key


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def _keep(public: bytes) -> None:
    """Keep a public half for as long as the installation lives."""
    path = _folder() / f"{NAME}-{fingerprint(public)}.pub"
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_bytes(public)
        os.replace(draft, path)


def _home() -> Path:
    return Path(settings.BANGFU_HOME)


def _folder() -> Path:
    return folder_in(_home())
