"""The front end (styles and scripts of the pages), built from the packages of package-lock.json."""

import json
import os
import shutil
import subprocess

from scripts.console import ROOT, Failure, run, say
from scripts.stamps import Stamp, digest_of, files_in

FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
BUILT = ROOT / "bangfu" / "kernel" / "static" / "dist"
ICONS = ROOT / "bangfu" / "kernel" / "icons.json"  # the pages name them, the build draws them


def build() -> None:
    """Install the front end's packages and build it, each only when its sources changed."""
    if not (FRONTEND / "package.json").exists():
        say("没有 frontend/package.json，跳过前端构建", "no frontend/package.json: skipping the front end")
        return
    built = Stamp(MODULES / ".stamps" / "built", digest_of([*files_in(FRONTEND), ICONS]), products=(BUILT,))
    if built.is_current():
        return
    _check_node()
    _install_packages()
    say("构建前端", "building the front end")
    run(
        ("npm", "run", "--silent", "build"),
        cwd=FRONTEND,
        failing=("前端构建失败", "the front end does not build"),
        quiet=True,
    )
    built.write()


def _install_packages() -> None:
    manifests = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    stamp = Stamp(MODULES / ".stamps" / "installed", digest_of(manifests))
    if stamp.is_current():
        return
    say("安装前端依赖包", "installing the front end's packages")
    run(
        ("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"),
        cwd=FRONTEND,
        failing=("前端依赖包未能安装", "the front end's packages could not be installed"),
        env={**os.environ, "CI": "true"},
        quiet=True,
    )
    stamp.write()


def _check_node() -> None:
    """Raise Failure unless Node.js is at least what package.json asks for."""
    oldest = json.loads((FRONTEND / "package.json").read_text())["engines"]["node"].removeprefix(">=")
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise Failure(f"需要 Node.js {oldest} 或更高版本（含 npm）", f"Node.js {oldest} or newer (with npm) is needed")
    told = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if version_of(told) < version_of(oldest):
        raise Failure(
            f"Node.js {told} 太旧，需要 {oldest} 或更高版本", f"Node.js {told} is too old: {oldest} is needed"
        )


def version_of(text: str) -> tuple[int, ...]:
    """Numbers of a version, such as `v20.19.1`, for comparing."""
    return tuple(int(part) for part in text.removeprefix("v").split("."))
