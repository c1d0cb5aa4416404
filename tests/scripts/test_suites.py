"""The closing line adds up what the suites report, and never hides a failure."""

import threading

import pytest

from scripts.console import Failure
from scripts.suites import Count, Suite, count_of, run_suites


def report(tmp_path, *suites):
    path = tmp_path / "report.xml"
    path.write_text(f"<testsuites>{''.join(suites)}</testsuites>")
    return path


def test_reports_are_added_up(tmp_path):
    path = report(
        tmp_path,
        '<testsuite tests="7" failures="1" errors="1" skipped="2"/>',
        '<testsuite tests="3" failures="0" errors="0" skipped="0"/>',
    )
    assert count_of(path, status=1) == Count(passed=6, failed=2, skipped=2)


@pytest.mark.parametrize("text", ['<testsuite tests="3" failures="0" errors="0" skipped="0"/>', ""])
def test_a_runner_that_fails_without_a_failed_test_counts_as_a_failure(tmp_path, text):
    assert count_of(report(tmp_path, text), status=2).failed == 1


def test_a_missing_report_of_a_failed_runner_counts_as_a_failure(tmp_path):
    assert count_of(tmp_path / "missing.xml", status=1) == Count(failed=1)


def test_an_error_while_collecting_is_a_failure(tmp_path):
    path = report(tmp_path, '<testsuite tests="1" failures="0" errors="1" skipped="0"/>')
    assert count_of(path, status=2) == Count(failed=1)


def test_closing_line():
    assert str(Count(3, 1)) == "3 passed, 1 failed"
    assert str(Count(3, 0) + Count(2, 0, 4)) == "5 passed, 0 failed, 4 skipped"


def test_suites_beside_each_other_keep_what_they_say_together(capfdbinary):
    meeting = threading.Barrier(2, timeout=5)

    def talk(arguments, output):
        output.write(b"first half, ")
        meeting.wait()
        output.write(b"second half\n")
        return Count(passed=1)

    suites = [Suite("甲", "one", talk), Suite("乙", "two", talk)]
    assert run_suites(suites, []) == dict.fromkeys(suites, Count(passed=1))
    assert capfdbinary.readouterr().out == b"first half, second half\n" * 2


def test_a_suite_that_cannot_run_is_a_failure():
    def refuse(arguments, output):
        raise Failure("没有数据库", "no database")

    suite = Suite("甲", "one", refuse)
    assert run_suites([suite], []) == {suite: Count(failed=1)}
