"""Run test suites: `python -m scripts.suites [SUITE…] [--args=PYTEST-ARGUMENTS]`, all of them by default.

Each suite reports in JUnit's format; the last line adds them up as `N passed, N failed`. Several suites run two at
a time, each on a core, and what one says is shown when it ends: measured, this gains more than splitting one suite
over two processes, of which each would import and collect everything again.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from scripts.console import ROOT, Failure, exit_status_of, say
from scripts.frontend import FRONTEND
from scripts.packages import ENVIRONMENT, PYTHON
from scripts.postgres import temporary_cluster

REPORTS = ROOT / "var" / "test-reports"
NO_TESTS_COLLECTED = 5
Output = BinaryIO | None  # where a suite's programs write; None: straight to the terminal
AT_A_TIME = 2
ONE_SPEAKER = threading.Lock()


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
    run: Callable[[Sequence[str], Output], Count]


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


def run_lint(arguments: Sequence[str], output: Output) -> Count:
    """Style, format and the rules on imports between layers; each tool counts as a test."""
    count = Count()
    for command in lint_commands():
        status = _call([ENVIRONMENT / "bin" / command[0], *command[1:]], output)
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


def run_unit(arguments: Sequence[str], output: Output) -> Count:
    """Everything that needs no browser, on SQLite."""
    return _pytest("unit", ["-m", "not browser", *arguments], output)


def run_postgres(arguments: Sequence[str], output: Output) -> Count:
    """The tests that touch a database once more, on PostgreSQL."""
    with temporary_cluster() as cluster:
        options = ["-m", "not browser", "--only-database", *arguments]
        return _pytest("postgres", options, output, database_url=cluster.url)


def run_browser(arguments: Sequence[str], output: Output) -> Count:
    """Journeys through the pages in Chromium, on SQLite."""
    return _pytest("browser", ["-m", "browser", *arguments], output)


def run_frontend(arguments: Sequence[str], output: Output) -> Count:
    """The front end's own tests."""
    if not (FRONTEND / "package.json").exists():
        return Count()
    report = _report_of("frontend")
    reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={report}"]
    return count_of(
        report, _call(["npm", "test", "--silent", "--", "--run", "--passWithNoTests", *reporters], output, cwd=FRONTEND)
    )


# In the order of starting: lint tells at once; of the others the longest come first, to end at the same time.
SUITES = {
    "lint": Suite("代码检查", "lint", run_lint),
    "unit": Suite("单元测试（SQLite）", "unit tests (SQLite)", run_unit),
    "postgres": Suite("数据库测试（PostgreSQL）", "database tests (PostgreSQL)", run_postgres),
    "browser": Suite("浏览器测试", "browser tests", run_browser),
    "frontend": Suite("前端测试", "front-end tests", run_frontend),
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
    counts = run_suites([SUITES[name] for name in options.suites or SUITES], options.args.split())
    for suite, count in counts.items():
        say(f"{'✗' if count.failed else '✓'} {suite.chinese}", f"{suite.english}: {count}")
    total = sum(counts.values(), Count())
    print(total, flush=True)
    return 0 if total.passed and not total.failed else 1


def run_suites(suites: Sequence[Suite], arguments: Sequence[str]) -> dict[Suite, Count]:
    """Run suites: a single one in view, several beside each other with what they say kept together."""
    if len(suites) == 1:
        return {suites[0]: run_suite(suites[0], arguments, None)}
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        counts = pool.map(lambda suite: _run_apart(suite, arguments), suites)
        return dict(zip(suites, counts, strict=True))


def run_suite(suite: Suite, arguments: Sequence[str], output: Output) -> Count:
    """Run one suite, saying what it is and how long it took; what keeps it from running is a failure."""
    say(suite.chinese, suite.english)
    start = time.monotonic()
    try:
        count = suite.run(arguments, output)
    except Failure as failure:
        say(f"✗ {suite.chinese}", f"{suite.english}: {failure}")
        return Count(failed=1)
    seconds = time.monotonic() - start
    say(f"{suite.chinese}：用时 {seconds:.1f} 秒", f"{suite.english}: took {seconds:.1f} s")
    return count


def _run_apart(suite: Suite, arguments: Sequence[str]) -> Count:
    with tempfile.TemporaryFile() as output:
        count = run_suite(suite, arguments, output)
        output.seek(0)
        with ONE_SPEAKER:
            shutil.copyfileobj(output, sys.stdout.buffer)
            sys.stdout.flush()
        return count


def _pytest(name: str, arguments: Sequence[str], output: Output, *, database_url: str | None = None) -> Count:
    environment = {key: value for key, value in os.environ.items() if key != "BANGFU_DATABASE_URL"}
    if database_url:
        environment["BANGFU_DATABASE_URL"] = database_url
    report = _report_of(name)
    status = _call([PYTHON, "-m", "pytest", "--tb=short", f"--junitxml={report}", *arguments], output, env=environment)
    return count_of(report, 0 if status == NO_TESTS_COLLECTED else status)


def _report_of(name: str) -> Path:
    """Where a suite's report goes; an older one is removed, lest it be counted again."""
    report = REPORTS / f"{name}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    return report


def _call(
    command: Sequence[str | Path], output: Output, *, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> int:
    """Run a program without input and return its status."""
    arguments = [str(part) for part in command]
    return subprocess.run(
        arguments, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(exit_status_of(main))
