"""What ``bangfu bench`` makes of the rows of its benchmarks."""

from bangfu.config.commands.bench_command import KEYS, completed, line_of


def test_a_row_without_peer_or_floor_still_has_every_key():
    (row,) = completed([{"name": "checker/page", "seconds": 0.8}])
    assert set(KEYS) <= row.keys()
    assert (row["seconds"], row["peer"]) == (0.8, None)
    assert line_of(row) == "checker/page"


def test_a_measured_row_tells_its_ratios():
    (row,) = completed([{"name": "imports", "n": 100, "ratio_peer": 4.0, "ratio_floor": 1.5}])
    assert "n=100" in line_of(row)
    assert "×4.0" in line_of(row)
    assert "×1.5" in line_of(row)
