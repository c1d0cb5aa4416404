"""What goes out comes back as unchanged."""

import pytest

from bangfu.kernel.imports.models import ImportRun
from bangfu.parties.imports.tests.invented import households, write


@pytest.mark.parametrize("purpose", ["", "年度数据核对"])
def test_an_export_imports_as_unchanged(take_in, export, offer, purpose):
    first = take_in(households(30))
    again = offer(export(purpose=purpose))
    assert first.created == first.rows > 60
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.rows)
    assert again.state == ImportRun.State.STAGED
    assert again.differences == []


def test_the_same_file_twice_changes_nothing_the_second_time(take_in, tmp_path):
    path = write(tmp_path / "twice.xlsx", households(20, numbered=False))
    first, second = take_in(path), take_in(path)
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.rows)
    assert second.note
