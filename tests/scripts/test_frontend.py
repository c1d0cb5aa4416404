"""The build says plainly when this machine's Node.js is too old."""

import json
import subprocess

import pytest

from scripts import frontend
from scripts.console import Failure


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with a Node.js of the version it is called with, for a front end that asks for 20.19."""
    (tmp_path / "package.json").write_text(json.dumps({"engines": {"node": ">=20.19"}}))
    monkeypatch.setattr(frontend, "FRONTEND", tmp_path)
    monkeypatch.setattr(frontend, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(frontend, "BUILT", tmp_path / "built")
    commands = []
    monkeypatch.setattr(frontend, "run", lambda command, **_: commands.append(command[:2]))
    monkeypatch.setattr(frontend.shutil, "which", lambda name: f"/usr/bin/{name}")

    def with_node(version):
        told = subprocess.CompletedProcess([], 0, stdout=f"{version}\n")
        monkeypatch.setattr(frontend.subprocess, "run", lambda *_, **__: told)
        return commands

    return with_node


@pytest.mark.parametrize("version", ["v18.20.8", "v20.9.0"])
def test_old_node_is_refused(machine, version):
    machine(version)
    with pytest.raises(Failure, match=f"{version} is too old: 20.19 is needed"):
        frontend.build()


def test_packages_are_installed_once_and_the_build_repeats_when_sources_change(machine, tmp_path):
    commands = machine("v20.19.0")
    frontend.build()
    (tmp_path / "built").mkdir()
    frontend.build()
    assert commands == [("npm", "ci"), ("npm", "run")]
    (tmp_path / "main.ts").write_text("changed")
    frontend.build()
    assert commands[2:] == [("npm", "run")]
