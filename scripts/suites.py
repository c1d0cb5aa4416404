"""Run test suites: `python -m scripts.suites [SUITE…] [--args=PYTEST-ARGUMENTS]`, all of them by default.

Each suite reports in JUnit's format; the last line adds them up as `N passed, N failed`.
"""

import argparse
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from scripts.console import ROOT, Failure, exit_status_of, say
from scripts.frontend import FRONTEND
from scripts.packages import ENVIRONMENT, PYTHON
from scripts.postgres import temporary_cluster

REPORTS = ROOT / "var" / "test-reports"
NO_TESTS_COLLECTED = 5
# Only for whole suites: for a part chosen by arguments, starting workers takes longer than they save.
WORKERS = ("-n", "2")


@dataclass(frozen=True)
class Count:
    """How many tests ended how."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


@dataclass(frozen=True)
class Suite:
    """A kind of tests that can be run alone."""

    chinese: str
    english: str
    run: Callable[[Sequence[str]], Count]


def count_of(report: Path, status: int) -> Count:
    """Add up a JUnit report; a command that failed without a failed test counts as one failure."""
    count = Count()
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            total, failures, errors, skipped = (
                int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")
            )
            # A test that passes and then fails in its tear-down is one test with an error.
            failed = min(failures + errors, total) or failures + errors
            count += Count(total - failed - skipped, failed, skipped)
    if status != 0 and count.failed == 0:
        count += Count(failed=1)
    return count


def run_lint(arguments: Sequence[str] = ()) -> Count:
    """Style, format and the rules on imports between layers; each tool counts as a test."""
    count = Count()
    for command in lint_commands():
        status = _call([ENVIRONMENT / "bin" / command[0], *command[1:]])
        count += Count(failed=1) if status else Count(passed=1)
    return count


def lint_commands() -> list[tuple[str, ...]]:
    """The checks, without that of the layers as long as none are declared."""
    commands: list[tuple[str, ...]] = [
        ("ruff", "check", "--quiet", "--output-format=concise"),
        ("ruff", "format", "--check", "--quiet", "--output-format=concise"),
    ]
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text()).get("tool", {})
    if "importlinter" in declared or (ROOT / ".importlinter").exists():
        commands.append(("lint-imports", "--no-cache"))
    return commands


def run_unit(arguments: Sequence[str] = ()) -> Count:
    """Everything that needs no browser, on SQLite."""
    return _pytest("unit", ["-m", "not browser", *(arguments or WORKERS)], database_url=None)


def run_postgres(arguments: Sequence[str] = ()) -> Count:
    """The tests that touch a database once more, on PostgreSQL."""
    with temporary_cluster() as cluster:
        options = ["-m", "not browser", "--only-database", *(arguments or WORKERS)]
        return _pytest("postgres", options, database_url=cluster.url)


def run_browser(arguments: Sequence[str] = ()) -> Count:
    """Journeys through the pages in Chromium, on SQLite."""
    return _pytest("browser", ["-m", "browser", *arguments], database_url=None)


def run_frontend(arguments: Sequence[str] = ()) -> Count:
    """The front end's own tests."""
    if not (FRONTEND / "package.json").exists():
        say("没有前端，跳过", "no front end: skipped")
        return Count()
    report = _report_of("frontend")
    reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={report}"]
    return count_of(report, _call(["npm", "test", "--silent", "--", "--run", *reporters], cwd=FRONTEND))


SUITES = {
    "lint": Suite("代码检查", "lint", run_lint),
    "frontend": Suite("前端测试", "front-end tests", run_frontend),
    "unit": Suite("单元测试（SQLite）", "unit tests (SQLite)", run_unit),
    "postgres": Suite("数据库测试（PostgreSQL）", "database tests (PostgreSQL)", run_postgres),
    "browser": Suite("浏览器测试", "browser tests", run_browser),
}


def main() -> int:
    """Run the suites asked for; status 1 when anything failed or nothing was there to run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(SUITES))
    parser.add_argument("--args", default="", help="further arguments for pytest, separated by spaces")
    options = parser.parse_args()
    unknown = [name for name in options.suites if name not in SUITES]
    if unknown:
        raise Failure(f"没有这样的测试：{unknown[0]}", f"no such suite: {unknown[0]}")
    arguments = options.args.split()
    counts = {name: run_suite(SUITES[name], arguments) for name in options.suites or SUITES}
    for name, count in counts.items():
        say(f"{'✗' if count.failed else '✓'} {SUITES[name].chinese}", f"{SUITES[name].english}: {count}")
    total = sum(counts.values(), Count())
    print(total, flush=True)
    return 0 if total.passed and not total.failed else 1


def run_suite(suite: Suite, arguments: Sequence[str]) -> Count:
    """Run one suite, saying what it is and how long it took."""
    say(suite.chinese, suite.english)
    start = time.monotonic()
    count = suite.run(arguments)
    seconds = time.monotonic() - start
    say(f"用时 {seconds:.1f} 秒", f"took {seconds:.1f} s")
    return count


def _pytest(name: str, arguments: Sequence[str], *, database_url: str | None) -> Count:
    environment = {key: value for key, value in os.environ.items() if key != "BANGFU_DATABASE_URL"}
    if database_url:
        environment["BANGFU_DATABASE_URL"] = database_url
    report = _report_of(name)
    status = _call([PYTHON, "-m", "pytest", f"--junitxml={report}", *arguments], env=environment)
    return count_of(report, 0 if status == NO_TESTS_COLLECTED else status)


def _report_of(name: str) -> Path:
    """Where a suite's report goes; an older one is removed, lest it be counted again."""
    report = REPORTS / f"{name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    return report


def _call(command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> int:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, stdin=subprocess.DEVNULL, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(exit_status_of(main))
