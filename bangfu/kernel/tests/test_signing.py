"""The installation's own signature: what it holds for, how keys are renewed, and what they are told as."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bangfu.kernel.signing import (
    NoPublicKey,
    Signature,
    as_pem,
    fingerprint,
    from_pem,
    holds,
    present_key,
    public_keys,
    renew,
    shown,
    sign,
)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, settings: object) -> Path:
    settings.BANGFU_HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def test_a_signature_holds_for_its_message_and_key_only() -> None:
    made = sign("封存".encode())
    public = public_keys()[made.key]
    assert holds("封存".encode(), made, public)
    assert not holds("封存了".encode(), made, public)
    assert not holds("封存".encode(), Signature(made.key, b"0" * 64), public)
    assert not holds("封存".encode(), Signature(made.key, b"short"), public)
    renew()
    assert not holds("封存".encode(), made, public_keys()[present_key()])


def test_the_key_is_made_once_and_is_readable_by_its_owner_only(own_home: Path) -> None:
    first = present_key()
    assert present_key() == first == sign(b"").key
    assert (own_home / "keys" / "seals.key").stat().st_mode & 0o777 == 0o600
    assert (own_home / "keys").stat().st_mode & 0o777 == 0o700


def test_what_earlier_keys_signed_can_still_be_checked_and_they_sign_no_more(own_home: Path) -> None:
    old_seed = (own_home / "keys" / "seals.key").exists()
    made = sign(b"report")
    seed = (own_home / "keys" / "seals.key").read_bytes()
    new = renew()
    assert not old_seed
    assert list(public_keys()) == [new, made.key]
    assert present_key() == new
    assert holds(b"report", made, public_keys()[made.key])
    assert all(seed != path.read_bytes() for path in (own_home / "keys").iterdir())


def test_a_public_key_under_a_wrong_name_is_not_believed(own_home: Path) -> None:
    made = sign(b"report")
    (own_home / "keys" / f"seals-{'0' * 64}.pub").write_bytes(public_keys()[made.key])
    assert "0" * 64 not in public_keys()


def test_public_keys_are_told_as_every_program_reads_them() -> None:
    [(key, public)] = public_keys().items()
    text = as_pem(public)
    assert text.startswith("-----BEGIN PUBLIC KEY-----")
    assert from_pem(text.encode()) == public
    assert fingerprint(public) == key
    assert shown(key) == "-".join(key[at : at + 4].upper() for at in (0, 4, 8, 12))


def test_what_is_no_ed25519_key_is_refused() -> None:
    other = generate_private_key(SECP256R1()).public_key()
    for text in (
        b"",
        b"-----BEGIN PUBLIC KEY-----",
        other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    ):
        with pytest.raises(NoPublicKey):
            from_pem(text)
