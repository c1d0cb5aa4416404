"""The assigner stays pure: it imports neither Django nor any other part of this project but the late loading."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
ALLOWED = {"numpy", "ortools", "scipy"}
LATE = "bangfu.kernel.late"  # which itself imports only the standard library


def test_imports_only_arrays_and_solvers() -> None:
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                assert not isinstance(node, ast.ImportFrom) or node.level == 1, path
                continue
            roots = {name.split(".")[0] for name in names if name != LATE}
            assert not roots & {"django", "bangfu"}, path
            assert roots <= ALLOWED | set(sys.stdlib_module_names), path
