"""What each sign is worth: weights learnt from annotated texts (`bench/checker_weights.py`), kept as a table."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from bangfu.reports.checker.tables import table
from bangfu.reports.checker.weighing.figures import Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the signs for a relation, and of those for there being none, in the order of their names."""

    signs: Floats
    none: Floats


@cache
def weights(kind: str, signs: tuple[str, ...], none: tuple[str, ...]) -> Weights:
    """The weights for relations of `kind` (share, growth, mean, difference, run …).

    A new sign counts nothing until the weights have been learnt again.
    """
    told = table("weights")[kind]
    return Weights(
        np.array([told["signs"].get(sign, 0.0) for sign in signs], dtype=np.float32),
        np.array([told["none"].get(sign, 0.0) for sign in none] if none else [], dtype=np.float32),
    )


@cache
def limits() -> dict[str, float]:
    """How much must speak for a slip, by kind of relation, before it is told as a conflict.

    `no_digit`: so much more where no digit explains it; `doubt`: so much less and it is told as worth a look.
    """
    return dict(table("weights")["limits"])
