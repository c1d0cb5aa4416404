"""A step is done again exactly when something it was made from changed."""

import threading

from scripts.stamps import Stamp, digest_of, files_in, one_at_a_time


def test_a_stamp_is_current_until_a_source_changes(tmp_path):
    source = tmp_path / "source.txt"
    source.write_text("one")
    Stamp(tmp_path / "made" / "stamp", digest_of([source])).write()
    assert Stamp(tmp_path / "made" / "stamp", digest_of([source])).is_current()
    source.write_text("two")
    assert not Stamp(tmp_path / "made" / "stamp", digest_of([source])).is_current()


def test_a_step_whose_product_is_gone_is_done_again(tmp_path):
    product = tmp_path / "product"
    stamp = Stamp(tmp_path / "stamp", "digest", products=(product,))
    product.mkdir()
    stamp.write()
    assert stamp.is_current()
    product.rmdir()
    assert not stamp.is_current()


def test_a_step_never_done_is_not_current(tmp_path):
    assert not Stamp(tmp_path / "stamp", "digest").is_current()


def test_digest_tells_names_and_borders_of_files_apart(tmp_path):
    for name, content in {"a": "12", "b": "3", "c": "1", "d": "23"}.items():
        (tmp_path / name).write_text(content)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a").write_text("1")
    (tmp_path / "sub" / "b").write_text("23")
    first = digest_of([tmp_path / "a", tmp_path / "b"])
    assert first != digest_of([tmp_path / "sub" / "a", tmp_path / "sub" / "b"])
    assert digest_of([tmp_path / "a"]) != digest_of([tmp_path / "a"], salt="another Python")


def test_what_tools_leave_behind_is_no_source(tmp_path):
    for name in ("src/main.ts", "node_modules/x/index.js", "src/__pycache__/m.pyc", "dist/main.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert files_in(tmp_path) == [tmp_path / "src" / "main.ts"]


def test_two_set_ups_follow_each_other(tmp_path):
    order = []

    def second() -> None:
        with one_at_a_time(tmp_path / "lock"):
            order.append("second")

    with one_at_a_time(tmp_path / "lock"):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=0.1)
        order.append("first")
    waiting.join(timeout=5)
    assert order == ["first", "second"]
