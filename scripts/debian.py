"""Programs that the tests need from the system, from Debian's packages: PostgreSQL, Chromium, a Chinese font, Calc."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.console import Failure, run, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Program:
    """Something the tests need: how to tell whether it is there, and the Debian package that brings it."""

    chinese: str
    english: str
    package: str
    is_there: Callable[[], bool]


def postgres_binaries() -> Path | None:
    """The folder with `initdb` and `postgres`: on the PATH, or the newest of Debian's own place."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    return max(found, key=lambda path: int(path.parent.name), default=None)


def browser() -> Path | None:
    """The Chromium that browser tests drive: CHROMIUM when it is set, else the first one on the PATH."""
    names = filter(None, (os.environ.get("CHROMIUM"), *BROWSERS))
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def calculator() -> Path | None:
    """LibreOffice with the part that reads workbooks, which a LibreOffice without Calc lacks."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        return None
    program = Path(found).resolve()
    return program if list(program.parent.glob("libsclo*")) else None


def has_chinese_font() -> bool:
    """Whether any installed font covers simplified Chinese."""
    if shutil.which("fc-list") is None:
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return bool(fonts.stdout.strip())


NEEDED_BY_TESTS = (
    Program("PostgreSQL 数据库", "PostgreSQL", "postgresql", lambda: postgres_binaries() is not None),
    Program("Chromium 浏览器", "Chromium", "chromium", lambda: browser() is not None),
    Program("中文字体", "a Chinese font", "fonts-noto-cjk", has_chinese_font),
    Program("LibreOffice 电子表格", "LibreOffice Calc", "libreoffice-calc-nogui", lambda: calculator() is not None),
)


def install_missing(programs: tuple[Program, ...] = NEEDED_BY_TESTS) -> None:
    """Install the programs that are not there; raises Failure naming each when this machine cannot."""
    missing = [program for program in programs if not program.is_there()]
    if not missing:
        return
    chinese = "、".join(program.chinese for program in missing)
    english = ", ".join(program.english for program in missing)
    apt = _apt()
    say(f"用 apt 安装：{chinese}", f"installing with apt: {english}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    failing = (f"apt 未能安装：{chinese}", f"apt could not install: {english}")
    run([*apt, "update", "-qq"], failing=failing, env=environment, quiet=True)
    packages = [program.package for program in missing]
    run(
        [*apt, "install", "-y", "-qq", "--no-install-recommends", *packages, "fontconfig"],
        failing=failing,
        env=environment,
        quiet=True,
    )
    still_missing = [program for program in missing if not program.is_there()]
    if still_missing:
        raise Failure(*failing)


def _apt() -> tuple[str, ...]:
    """The command that installs packages here; raises Failure where there is none or no right to use it."""
    wanted = "、".join(program.chinese for program in NEEDED_BY_TESTS)
    needed = ", ".join(program.english for program in NEEDED_BY_TESTS)
    if shutil.which("apt-get") is None:
        raise Failure(f"本机没有 apt-get，请自行安装：{wanted}", f"no apt-get here; please install: {needed}")
    if os.geteuid() == 0:
        return ("apt-get",)
    if shutil.which("sudo") is None:
        raise Failure(
            f"安装需要管理员权限，请自行安装：{wanted}", f"installing needs an administrator; please install: {needed}"
        )
    return ("sudo", "--preserve-env=DEBIAN_FRONTEND", "apt-get")
