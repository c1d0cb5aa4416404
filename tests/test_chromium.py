"""The browser fixtures notice what a journey itself would not."""

import pytest

from tests.chromium import Visitor, file_name_of


@pytest.fixture
def visitor(browser):
    visitor = Visitor(browser, "http://ours.invalid", {})
    yield visitor
    visitor.context.close()


def test_script_errors_are_noticed(visitor):
    with visitor.page.expect_event("pageerror"):
        visitor.page.set_content("<script>missingFunction()</script>")
    assert visitor.problems == ["script error: missingFunction is not defined"]


def test_other_servers_are_refused(visitor):
    with visitor.page.expect_event("requestfailed"):
        visitor.page.set_content('<img src="http://elsewhere.invalid/picture.png">')
    assert visitor.problems == ["asked another server: http://elsewhere.invalid/picture.png"]


def test_pictures_are_named_after_the_test():
    assert file_name_of("tests/test_a.py::test_b[c-1]") == "tests-test-a-py--test-b-c-1-"
