"""A sealed report on its way: the frozen content with its signature, and what somebody else can check of it.

An envelope is JSON: the digest, the content it is over, the signature with the public key, and how this file was
written (its site's address, whether the report was withdrawn by then), which is not signed. Files of sealed reports
carry it (``outputs.carrying``); by itself it is the file ``.json``. Checking needs neither database nor network.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bangfu import __version__
from bangfu.kernel.evidence.files import stored_bytes
from bangfu.kernel.signing import PublicKeys, Signature, fingerprint, public_keys
from bangfu.reports.document import Document, Seal, Table, from_json
from bangfu.reports.models import SealedReport
from bangfu.reports.outputs.appendix import COMPARED_HEAD, HEAD
from bangfu.reports.outputs.carrying import carried, carry
from bangfu.reports.outputs.reading_back import READERS, first_difference, words_of_file
from bangfu.reports.outputs.writing import written
from bangfu.reports.sealing import digest_of, seal_of
from bangfu.reports.signatures import GOOD, KIND, decoded, judged, signature_of
from bangfu.reports.word.stamping import stamped_page, stamped_word

SAME, DIFFERENT, NOT_COMPARED = "same", "different", "not compared"


class NoEnvelope(ValueError):
    """What is no envelope of a sealed report."""


@dataclass(frozen=True)
class Checked:
    """What can be said of a sealed file by itself.

    ``intact``: the content gives its digest. ``signature`` as in ``signatures``; ``trusted``: the key is one of those
    that whoever checks knows. ``text`` says whether the file reads as its content does, ``difference`` where not: what
    stands in the file, and what was sealed. ``withdrawn`` and ``address`` are what the file says, and not signed.
    """

    digest: str
    title: str
    area: str
    area_name: str
    period: str
    sealed_by: str
    sealed_at: str
    key: str
    intact: bool
    signature: str
    trusted: bool
    text: str
    difference: tuple[str, str] | None = None
    withdrawn: str = ""
    address: str = ""
    version: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing is wrong and the key is known."""
        return self.intact and self.signature == GOOD and self.trusted and self.text != DIFFERENT


def envelope_of(sealed: SealedReport, base: str) -> dict[str, Any]:
    """Return the envelope of a sealed report; ``base`` is the address of the site.

    A filled Word template goes with it: the content holds its digest only.
    """
    signature, seal = signature_of(sealed), seal_of(sealed, base)
    told = None
    if signature is not None:
        public = public_keys().get(signature.key, b"")
        value = base64.b64encode(signature.value).decode()
        told = {"key": signature.key, "value": value, "public": base64.b64encode(public).decode()}
    return {
        "kind": KIND,
        "version": 1,
        "digest": sealed.digest,
        "content": sealed.content,
        "signature": told,
        "file": {"base": base, "withdrawn": seal.withdrawn, "bangfu": __version__},
        "word": base64.b64encode(stored_bytes(sealed.content["word"])).decode() if sealed.content.get("word") else None,
    }


def as_bytes(envelope: Mapping[str, Any]) -> bytes:
    """Return an envelope as a file."""
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def enveloped(content: bytes, ending: str, sealed: SealedReport, base: str) -> bytes:
    """Return a file of a sealed report that carries its envelope."""
    return carry(content, ending, as_bytes(envelope_of(sealed, base)))


def check_file(content: bytes, ending: str, keys: PublicKeys) -> Checked:
    """Check a file of a sealed report; ``keys`` are the public keys that whoever asks knows to be those of its office.

    Raises NoEnvelope or NothingCarried for a file that is none.
    """
    envelope = _read(content if ending == "json" else carried(content, ending))
    try:
        return _checked(envelope, content, ending, keys)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise NoEnvelope(str(error)) from error


def _read(text: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(text)
    except ValueError as error:
        raise NoEnvelope(str(error)) from error
    if not isinstance(envelope, dict) or envelope.get("kind") != KIND:
        raise NoEnvelope("kind")
    return envelope


def _checked(envelope: dict[str, Any], content: bytes, ending: str, keys: PublicKeys) -> Checked:
    digest, frozen, written_as = envelope["digest"], envelope["content"], envelope["file"]
    document, told = from_json(frozen["document"]), envelope["signature"]
    signature = None if told is None else Signature(told["key"], decoded(told["value"]))
    own = {} if told is None else {fingerprint(decoded(told["public"])): decoded(told["public"])}
    difference, text = None, NOT_COMPARED
    wanted = _as_sealed(envelope, document, ending)
    if wanted is not None:
        heads = _heads(document)
        difference = first_difference(words_of_file(content, ending, heads), words_of_file(wanted, ending, heads))
        text = DIFFERENT if difference else SAME
    return Checked(
        digest=digest,
        title=document.title,
        area=document.area_code,
        area_name=document.area_name,
        period=document.period,
        sealed_by=frozen["sealed_by"],
        sealed_at=frozen["sealed_at"],
        key=frozen.get("key", ""),
        intact=digest_of(frozen) == digest,
        signature=judged(digest, frozen, signature, own | dict(keys)),
        trusted=signature is not None and signature.key in keys,
        text=text,
        difference=difference,
        withdrawn=written_as["withdrawn"],
        address=_seal(frozen, digest, written_as).address,
        version=written_as["bangfu"],
    )


def _as_sealed(envelope: dict[str, Any], document: Document, ending: str) -> bytes | None:
    """The file as it is written from what was frozen; None for an envelope by itself."""
    frozen, written_as = envelope["content"], envelope["file"]
    seal = _seal(frozen, envelope["digest"], written_as)
    if ending not in READERS:
        return None
    if frozen.get("word") and ending == "docx":
        word = decoded(envelope["word"] or "")
        if hashlib.sha256(word).hexdigest() != frozen["word"]:
            raise ValueError("word")
        return stamped_word(word, document, seal)
    if frozen.get("page") and ending in ("html", "htm"):
        return stamped_page(frozen["page"].encode(), document, seal)
    return written(document, "html" if ending == "htm" else ending, seal=seal, base=written_as["base"])


def _seal(frozen: dict[str, Any], digest: str, written_as: dict[str, Any]) -> Seal:
    base = written_as["base"].rstrip("/")
    return Seal(
        digest,
        frozen["sealed_by"],
        datetime.fromisoformat(frozen["sealed_at"]),
        f"{base}/r/{digest}/" if base else "",
        written_as["withdrawn"],
        frozen.get("key", ""),
    )


def _heads(document: Document) -> list[tuple[str, ...]]:
    tables = [block for chapter in document.chapters for block in chapter.blocks if isinstance(block, Table)]
    return [HEAD, COMPARED_HEAD, *(table.head for table in tables)]
