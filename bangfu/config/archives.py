"""The whole state of an installation in one file: database, files and keys, every part with its digest.

The file holds the keys that open identifying numbers: whoever has it can read them. It is written readable by its
owner only.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu import __version__
from bangfu.kernel.errors import Refused

FOLDERS = ("files", "imports", "keys")
MANIFEST = "manifest.json"
SQLITE, POSTGRES = "database.sqlite3", "database.dump"


def write_archive(path: Path) -> dict[str, Any]:
    """Save the whole state; return ``{file, parts, bytes, entries}``. An existing file is not overwritten.

    The database is copied as it stood at one moment, also while people work.
    """
    if path.exists():
        raise Refused(_("%(path)s 已存在，不覆盖。") % {"path": path})
    draft = path.with_name(path.name + ".part")
    try:
        with tempfile.TemporaryDirectory() as folder:
            database = _copied_database(Path(folder))
            digests = _pack(draft, database)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    os.replace(draft, path)
    return {"file": str(path), "parts": len(digests), "bytes": path.stat().st_size}


def _copied_database(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        copy = folder / SQLITE
        connection.ensure_connection()
        target = sqlite3.connect(copy)
        try:
            connection.connection.backup(target)
        finally:
            target.close()
        return copy
    copy = folder / POSTGRES
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={copy}")
    return copy


def _postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs against the configured database."""
    if shutil.which(program) is None:
        raise Refused(_("找不到 %(program)s：请安装 PostgreSQL 客户端程序。") % {"program": program})
    database = settings.DATABASES["default"]
    env = {**os.environ, "PGPASSWORD": str(database.get("PASSWORD") or "")}
    place = {"--host": "HOST", "--port": "PORT", "--username": "USER", "--dbname": "NAME"}
    named = [f"{flag}={database[key]}" for flag, key in place.items() if database.get(key)]
    done = subprocess.run([program, *named, *arguments], env=env, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise Refused(_("%(program)s 没有成功：%(why)s") % {"program": program, "why": done.stderr.strip()[-400:]})


def _pack(path: Path, database: Path) -> dict[str, str]:
    digests: dict[str, str] = {}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in [(database.name, database), *_kept_files()]:
            digests[name] = _digest(part)
            archive.write(part, name)
        manifest = {
            "bangfu": __version__,
            "made_at": timezone.now().isoformat(),
            "engine": connection.vendor,
            "digests": digests,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return digests


def _kept_files() -> Iterator[tuple[str, Path]]:
    home = Path(settings.BANGFU_HOME)
    for folder in FOLDERS:
        for part in sorted((home / folder).rglob("*")):
            if part.is_file():
                yield str(part.relative_to(home)), part


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_archive(path: Path, *, replace: bool = False) -> dict[str, Any]:
    """Put a saved state back; return ``{file, parts}``.

    Every part is checked against its digest before anything is touched. Raises Refused for a damaged file, for one
    of another database engine, and when this installation already holds data, unless ``replace``.
    """
    with tempfile.TemporaryDirectory(dir=settings.BANGFU_HOME) as folder:
        manifest = _unpack(path, Path(folder))
        if manifest["engine"] != connection.vendor:
            raise Refused(
                _("备份来自 %(was)s，当前数据库是 %(now)s，不能直接恢复。")
                % {"was": manifest["engine"], "now": connection.vendor}
            )
        if not replace and "kernel_user" in connection.introspection.table_names():
            raise Refused(_("这里已有数据。确认要用备份替换，请加 --replace。"))
        _put_back(Path(folder))
    return {"file": str(path), "parts": len(manifest["digests"])}


def _unpack(path: Path, folder: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            names = set(archive.namelist()) - {MANIFEST}
            if names != set(manifest["digests"]) or any(".." in Path(n).parts or n.startswith("/") for n in names):
                raise Refused(_("备份文件的清单与内容不符，没有恢复任何内容。"))
            archive.extractall(folder)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Refused(_("%(path)s 不是完整的备份文件。") % {"path": path}) from error
    for name, digest in manifest["digests"].items():
        if _digest(folder / name) != digest:
            raise Refused(_("备份文件中的 %(name)s 已损坏，没有恢复任何内容。") % {"name": name})
    return manifest


def _put_back(folder: Path) -> None:
    home = Path(settings.BANGFU_HOME)
    if (folder / SQLITE).exists():
        connection.close()
        target = Path(settings.DATABASES["default"]["NAME"])
        for leftover in (f"{target}-wal", f"{target}-shm"):
            Path(leftover).unlink(missing_ok=True)
        os.replace(folder / SQLITE, target)
    else:
        _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", str(folder / POSTGRES))
    for name in FOLDERS:
        if (folder / name).is_dir():
            if (home / name).exists():
                shutil.rmtree(home / name)
            shutil.move(folder / name, home / name)
            if name == "keys":
                for key in (home / name).iterdir():
                    key.chmod(0o600)
