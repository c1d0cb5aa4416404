"""Stored files cannot be read, altered or cut off by whoever has the disk but not the keys."""

from io import SEEK_END
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangfu.kernel.ciphers import Undecipherable
from bangfu.kernel.evidence import enciphering
from bangfu.kernel.evidence.enciphering import HEADER, TAG, encipher, open_deciphered

PIECE = 64
_TELLING = 16  # a byte or two stand in any cipher by chance


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(enciphering, "PIECE", PIECE)


def enciphered(folder: Path, content: bytes) -> Path:
    plain, kept = folder / "plain", folder / "kept"
    plain.write_bytes(content)
    encipher(plain, kept)
    return kept


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5])
def test_what_is_read_is_what_was_written(tmp_path, size):
    content = bytes(n % 251 for n in range(size))
    kept = enciphered(tmp_path, content)
    assert size < _TELLING or content not in kept.read_bytes()
    with open_deciphered(kept) as file:
        assert file.read() == content
        assert file.seek(0, SEEK_END) == size


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(places=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 200)), max_size=8))
def test_any_part_is_read_from_any_place(tmp_path_factory, places):
    content = bytes(n % 251 for n in range(300))
    with open_deciphered(enciphered(tmp_path_factory.mktemp("part"), content)) as file:
        for start, length in places:
            file.seek(start)
            assert file.read(length) == content[start : start + length]


def test_the_same_content_is_never_enciphered_the_same(tmp_path):
    first = enciphered(tmp_path, b"village").read_bytes()
    assert enciphered(tmp_path, b"village").read_bytes() != first


def altered(kept: bytes, how: str) -> bytes:
    piece = PIECE + TAG
    first, second = kept[HEADER : HEADER + piece], kept[HEADER + piece : HEADER + 2 * piece]
    return {
        "a bit": kept[:-1] + bytes([kept[-1] ^ 1]),
        "the last piece is missing": kept[: HEADER + 2 * piece],
        "a piece is missing": kept[:HEADER] + kept[HEADER + piece :],
        "pieces are exchanged": kept[:HEADER] + second + first + kept[HEADER + 2 * piece :],
        "everything is missing": kept[:HEADER],
        "it ends inside a piece": kept[:-3],
    }[how]


@pytest.mark.parametrize(
    "how",
    [
        "a bit",
        "the last piece is missing",
        "a piece is missing",
        "pieces are exchanged",
        "everything is missing",
        "it ends inside a piece",
    ],
)
def test_what_was_altered_is_not_read(tmp_path, how):
    kept = enciphered(tmp_path, bytes(range(200)))
    kept.write_bytes(altered(kept.read_bytes(), how))
    with pytest.raises(Undecipherable), open_deciphered(kept) as file:
        file.read()


def test_files_from_before_are_read_as_they_are(tmp_path):
    old = tmp_path / "old"
    old.write_bytes(b"%PDF-1.7 old")
    with open_deciphered(old) as file:
        assert file.read() == b"%PDF-1.7 old"
