"""What the files at the root of the project promise to whoever sets it up."""

import json
import re
import subprocess
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent.parent
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME = ROOT / "requirements.lock"
DEVELOPMENT = ROOT / "requirements-dev.lock"
FRONTEND_LOCK = ROOT / "frontend" / "package-lock.json"
LARGEST_TEXT = 2_000_000

# In two parts each, so that this file does not contain what it looks for.
PLACES = [first + second for first, second in (("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/"), ("/opt/", "wheels"))]
INDEXES = [
    first + second
    for first, second in (
        ("pypi", ".org"),
        ("files.python", "hosted"),
        ("registry.npm", "js"),
        ("deb.deb", "ian.org"),
        ("npm", "mirror.com"),
    )
]
# A place starts a path: it does not stand inside a longer one, or inside an address.
FORBIDDEN = re.compile(
    "|".join([*(r"(?<![\w.\-/}])" + re.escape(place) for place in PLACES), *map(re.escape, INDEXES)])
)


def pins_of(lock: Path) -> dict[str, set[Version]]:
    """Locked versions by canonical name; several where newer versions need a newer Python."""
    pins: dict[str, set[Version]] = defaultdict(set)
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", lock.read_text(), flags=re.MULTILINE):
        pins[canonicalize_name(name)].add(Version(version))
    return pins


def committed_texts() -> list[tuple[Path, str]]:
    """Every text file that is in version control, or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    texts = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path.stat().st_size < LARGEST_TEXT:
            content = path.read_bytes()
            if b"\0" not in content:
                texts.append((path, content.decode(errors="replace")))
    return texts


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT], ids=lambda lock: lock.name)
def test_locks_name_no_address_and_hash_every_package(lock):
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--index|--extra-index|--find-links|-f|-e|\.?/)", text, flags=re.MULTILINE)
    blocks = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(blocks) == sum(len(versions) for versions in pins_of(lock).values())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        (RUNTIME, DECLARED["project"]["dependencies"] + DECLARED["build-system"]["requires"]),
        (DEVELOPMENT, DECLARED["project"]["optional-dependencies"]["dev"]),
    ],
    ids=["runtime", "development"],
)
def test_locks_hold_what_is_declared(lock, requirements):
    pins = pins_of(lock)
    outdated = [
        requirement
        for requirement in map(Requirement, requirements)
        if not (versions := pins.get(canonicalize_name(requirement.name)))
        or any(version not in requirement.specifier for version in versions)
    ]
    assert outdated == [], "run `make lock`"


def test_development_uses_the_versions_that_run():
    development = pins_of(DEVELOPMENT)
    differing = {name for name, versions in pins_of(RUNTIME).items() if development.get(name) != versions}
    assert differing == set(), "run `make lock`"


def test_every_dependency_says_what_it_is_for():
    """Each requirement of pyproject.toml stands on a line of its own with its reason."""
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    groups = [DECLARED["project"]["dependencies"], *DECLARED["project"]["optional-dependencies"].values()]
    for requirement in (requirement for group in groups for requirement in group):
        [line] = [line for line in lines if line.strip().startswith(f'"{requirement}"')]
        assert re.search(r'",\s*# \w.{3,}', line), f"{requirement} without a reason"


@pytest.mark.skipif(not FRONTEND_LOCK.exists(), reason="no front end")
def test_front_end_lock_names_no_address():
    packages = json.loads(FRONTEND_LOCK.read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_no_file_names_a_machine_or_an_index():
    found = [
        f"{path.relative_to(ROOT)}:{text[: match.start()].count(chr(10)) + 1}: {match.group()}"
        for path, text in committed_texts()
        for match in FORBIDDEN.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        (f"cd {PLACES[0]}main", True),
        (f'"{PLACES[1]}.venv"', True),
        (f"https://{INDEXES[0]}/simple", True),
        ("/api/homework/items", False),
        ("frontend/src/home/page.ts", False),
        ("#!/bin/sh", False),
    ],
)
def test_forbidden_places_are_recognised(text, is_found):
    assert bool(FORBIDDEN.search(text)) is is_found
