"""Learns what each sign is worth to the checker (`bangfu/reports/checker/weighing`) and writes its table of weights.

Usage: python bench/checker_weights.py [--published FILE …] [--dry]

The annotated texts of the repository are the examples. For every figure all relations that it could be stated by are
set up, as in the checker; the annotated one, or none, is the right answer of a multinomial logistic regression. Slips
are learnt from annotated conflicts, and from relations that hold in which one digit of a figure is altered here; what
contradicts nothing are the other relations expected most in the same texts, in `right_sentences.txt`, and in published
texts (`--published`). The table in the repository was learnt with 1.6 million characters of news, which are not part
of it; without them the limits for slips would have to be set higher.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from scipy.optimize import minimize

from bangfu.reports.checker import tables
from bangfu.reports.checker.check import ReadText, read_text, relations_of
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.scoring import annotated
from bangfu.reports.checker.weighing import again, differences, means, products, rates, runs, slips, within
from bangfu.reports.checker.weighing.figures import Figures, blocks_of
from bangfu.reports.checker.weighing.hypotheses import Hypotheses
from bangfu.reports.checker.weighing.known import Known
from bangfu.reports.checker.weighing.slipping import Settled, close_hypotheses
from bangfu.reports.checker.weighing.weights import Weights

TEXTS = Path(__file__).parent.parent / "bangfu/reports/checker/tests/texts"
TABLE = Path(tables.__file__).parent / "weights.toml"
KINDS: dict[str, Any] = {"share": rates, "growth": rates, "mean": means, "difference": differences, "run": runs}
FAR_KINDS = KINDS | {"product": products}  # of products no slips are looked for
LIMITS = {
    "altered": 2.4, "run": 1.6, "share": 3.7, "share_apart": 4.4, "growth": 2.2, "mean": 2.1, "difference": 2.3,
    "no_digit": 2.5, "doubt": 1.6,
}  # fmt: skip
_OF_RATES = ("ratio", "completion", "growth", "product")
_HEADER = """# What each sign is worth for a relation, as logarithms of odds: learnt from annotated texts by
# `bench/checker_weights.py`, which writes this file. `none` speaks for there being no relation; `close_…` is for the
# sentences around a figure, `slip_…` for its being a slip, told above its limit.
"""
Array = np.ndarray[Any, np.dtype[np.float64]]
Answer = TypeVar("Answer")
Example = tuple[Array, Array, np.ndarray[Any, np.dtype[np.bool_]]]


@dataclass(slots=True)
class Page:
    """One text: its figures, its annotated relations by places (kind, verdict, places), and those found by grammar."""

    figures: Figures
    gold: list[tuple[str, str, list[int]]]
    found: list[Relation]


def page_of(text: str, rows: list[dict[str, Any]], weighing: bool) -> Page | None:
    """The text `text` with the rows of its annotation; None if it has no figures."""
    read: ReadText = read_text(text)
    figures = next(blocks_of(read.page, read.grids), None)
    if figures is None:
        return None
    places: dict[str, int] = {}
    for row in rows:
        if "start" in row:
            over = (n for n, i in enumerate(figures.items) if i.claim.start < row["end"] and i.claim.end > row["start"])
            if (place := next(over, None)) is not None:
                places[row["id"]] = place
    gold = []
    for row in rows:
        told = [places.get(claim, -1) for claim in row.get("claims", [])] if "relation" in row else [-1]
        if -1 not in told and len(set(told)) == len(told):
            gold.append((row["relation"], row["verdict"], told))
    found = relations_of(read, weighing)
    doubtful = ("conflict", "ambiguous")
    if weighing and any(relation.verdict in doubtful for relation in found):
        accused = {relation.key for relation in relations_of(read, False)}  # slips told before are to be learnt again
        found = [relation for relation in found if relation.verdict not in doubtful or relation.key in accused]
    return Page(figures, gold, found)


def stated(page: Page, kind: str, relation: tuple[str, str, list[int]]) -> tuple[int, list[int]] | None:
    """The figure and the others of an annotated relation, if it is one of `kind` as the checker sets them up."""
    name, _, told = relation
    f = page.figures
    if kind == "run":
        return (told[0], told[1:]) if name == "sum" and len(told) >= 4 else None
    if len(told) != 3:
        return None
    if kind in ("share", "growth"):
        if name == "product":  # 收益的30%用于公益，即7.98万元: a share told the other way round
            told = sorted(told, key=lambda place: not f.relative[place])
        rate = told[0]
        points = f.items[rate].claim.unit == "percentage_point"
        fine = f.relative[rate] and not points and not f.relative[told[1]]
        return (rate, told[1:]) if fine and name in _OF_RATES else None
    if kind == "difference":
        last = max(told)
        others = sorted(place for place in told if place != last)
        fine = name in ("sum", "growth") and bool(differences.comparable(f, last, np.array(others)).all())
        return (last, others) if fine else None
    return _stated_product(f, name, told) if kind == "product" else _stated_mean(f, name, told)


def _stated_product(f: Figures, name: str, told: list[int]) -> tuple[int, list[int]] | None:
    if name not in ("ratio", "product") or any(f.relative[place] for place in told):
        return None
    for total in told:
        one, other = (place for place in told if place != total)
        near = abs(f.value[one] * f.value[other] / f.value[total] - 1) < 0.12
        if near and f.value[total] > max(f.value[one], f.value[other]):
            return total, [one, other]
    return None


def _stated_mean(f: Figures, name: str, told: list[int]) -> tuple[int, list[int]] | None:
    if name not in ("ratio", "product") or any(f.relative[place] for place in told):
        return None
    for total in told:
        for mean in told:
            count = next((place for place in told if place not in (total, mean)), -1)
            if total == mean or count < 0 or not means.is_per(f, mean):
                continue
            near = abs(f.value[total] / (f.value[mean] * means.counted(f, mean)[count]) - 1) < 0.12
            if near and means.may_be_total(f, mean, np.array([total]))[0]:
                return mean, [total, count]
    return None


def hypotheses(page: Page, kind: str, place: int, known: Known) -> Hypotheses | None:
    """What the checker would set up for the figure at `place`, anywhere in the document."""
    f = page.figures
    item = f.items[place]
    if item.spot is None or not f.single[place]:
        return None
    unit = item.claim.unit
    if kind in ("share", "growth"):
        if not f.relative[place] or unit == "percentage_point":
            return None
        growing = kind == "growth"
        grown = rates.is_growing(f, place) or (growing and rates.follows_a_step(f, place))
        return rates.rates_of(f, known, place, growing) if growing == grown else None
    if kind == "mean":
        return means.means_of(f, known, place) if means.is_per(f, place) else None
    if kind == "product":
        return None if f.relative[place] or f.time[place] else products.products_of(f, known, place)
    if kind == "run":
        return None if f.relative[place] and unit != "percent" else runs.runs_of(f, known, place)
    return differences.differences_of(f, known, place) if f.subtracted(place) else None


def without(page: Page, place: int, kind: str) -> list[Relation]:
    """The relations found by grammar but for those that would give away the one to be learnt."""
    own = page.figures.items[place].claim.id
    if kind in ("difference", "run"):
        return [r for r in page.found if not (own in r.claims and (len(r.claims) == 3 or r.claims[0] == own))]
    return [r for r in page.found if r.claims[0] != own and not (kind in ("mean", "product") and own in r.claims)]


def right(found: Hypotheses, others: list[int], kind: str, figures: Figures, exactly: bool) -> Any:
    """Which hypotheses are the annotated one; the same values elsewhere count too, unless `exactly`."""
    rows = [[place for place in row if place >= 0] if kind == "run" else list(row[:2]) for row in found.others]
    if kind == "share":
        mask = np.array([row == others for row in rows], dtype=bool)
    else:
        mask = np.array([sorted(row) == sorted(others) for row in rows], dtype=bool)
    if (mask & found.fits).any():
        return mask & found.fits
    if mask.any() or exactly:
        return mask
    wanted = np.sort(figures.value[others])
    same = [len(row) == len(others) and np.allclose(np.sort(figures.value[row]), wanted) for row in rows]
    near = list(np.flatnonzero(np.array(same, dtype=bool) & found.fits))
    if near:
        mask[min(near, key=lambda at: abs(np.mean(rows[at]) - np.mean(others)))] = True
    return mask


def examples(pages: list[Page], kind: str, close: bool) -> Iterator[Example]:
    """Signs of all hypotheses, signs of none, and which is right, for each figure."""
    for page in pages:
        answers: dict[int, list[list[int]]] = {}
        for relation in page.gold:
            if told := stated(page, kind, relation):
                answers.setdefault(told[0], []).append(told[1])
        for place in range(len(page.figures)):
            known = Known(page.figures, without(page, place, kind))
            if close:
                usable = page.figures.items[place].spot is not None and page.figures.single[place]
                found = close_hypotheses(page.figures, known, place, kind) if usable else None
            else:
                found = hypotheses(page, kind, place, known)
            if found is None or not len(found.fits):
                continue
            mask = np.zeros(len(found.fits), dtype=bool)
            for others in answers.get(place, []):
                mask |= right(found, others, kind, page.figures, close)
            if mask.any() or place not in answers:
                yield found.features.astype(np.float64), found.none.astype(np.float64), mask


def fitted(data: list[Example], penalty: float) -> tuple[Array, Array]:
    """Weights of the signs of relations and of none, by multinomial logistic regression."""
    many, none_many = data[0][0].shape[1], len(data[0][1])

    def loss(weights: Array) -> tuple[float, Array]:
        signs, none = weights[:many], weights[many:]
        total, slope = 0.0, np.zeros_like(weights)
        for features, empty, mask in data:
            odds = np.append(features @ signs, empty @ none)
            chance = np.exp(odds - odds.max())
            chance /= chance.sum()
            wanted = np.append(np.where(mask, chance[:-1], 0), 0.0) if mask.any() else np.append(mask * 0.0, 1.0)
            mass = wanted.sum() if mask.any() else chance[-1]
            total -= float(np.log(mass + 1e-300))
            off = chance - wanted / wanted.sum()
            slope[:many] += features.T @ off[:-1]
            slope[many:] += empty * off[-1]
        return total / len(data) + penalty * float(weights @ weights) / 2, slope / len(data) + penalty * weights

    found = minimize(loss, np.zeros(many + none_many), jac=True, method="L-BFGS-B", options={"maxiter": 250}).x
    return found[:many], found[many:]


def logistic(signs: Array, answers: Array, weight: Array, penalty: float) -> Array:
    """Weights of signs for yes against no."""

    def loss(weights: Array) -> tuple[float, Array]:
        odds = signs @ weights
        each = np.logaddexp(0, odds) - answers * odds
        off = weight * (1 / (1 + np.exp(-odds)) - answers)
        scale = weight.sum()
        return float(
            (weight * each).sum() / scale + penalty * weights @ weights / 2
        ), signs.T @ off / scale + penalty * weights

    return np.asarray(minimize(loss, np.zeros(signs.shape[1]), jac=True, method="L-BFGS-B").x)


def altered(claim: Claim, chance: random.Random) -> Decimal | None:
    """The value of a claim with one digit altered or two swapped, as a slip of the pen does."""
    step = claim.step or Decimal(1)
    digits = list(str(abs(int(claim.value / step))))
    before = digits[:]
    if chance.random() < 0.3 and len(digits) > 1:
        at = chance.randrange(len(digits) - 1)
        digits[at], digits[at + 1] = digits[at + 1], digits[at]
    else:
        digits[chance.randrange(len(digits))] = str(chance.randrange(10))
    return None if digits == before or digits[0] == "0" else Decimal("".join(digits)) * step


def with_value(figures: Figures, place: int, value: Decimal, ask: Callable[[], Answer]) -> Answer:
    """What `ask` answers while the figure at `place` has another value."""
    before, item = figures.value[place], figures.items[place]
    figures.value[place] = float(value)
    figures.items[place] = replace(item, claim=replace(item.claim, value=value))
    figures.kept.clear()
    try:
        return ask()
    finally:
        figures.value[place], figures.items[place] = before, item
        figures.kept.clear()


def slips_of(page: Page, kind: str, weight: Weights) -> Iterator[tuple[int, list[int], Array]]:
    """For each unexplained figure of a page the relation expected most that does not fit: place, others, signs."""
    f = page.figures
    settled = Settled(f, page.found)
    for place, item in enumerate(f.items):
        if item.spot is None or not item.claim.exact or place in settled.of(kind):
            continue
        found = close_hypotheses(f, settled.known, place, kind)
        slip = slips.slip_of(f, place, found, weight, kind) if found is not None else None
        if found is None or slip is None:
            continue
        others = [int(other) for other in (found.others[slip.row] if kind == "run" else found.others[slip.row][:2])]
        others = [other for other in others if other >= 0]
        if not settled.shares(kind, others):
            yield place, others, slip.features.astype(np.float64)


def made_slips(page: Page, kind: str, weight: Weights, chance: random.Random) -> Iterator[Array]:
    """Signs of slips made in annotated relations that hold, where the relation is still the one expected most."""
    f = page.figures
    for relation in page.gold:
        told = stated(page, kind, relation)
        if told is None or relation[1] == "conflict":
            continue
        place, others = told
        known = Known(f, [r for r in page.found if f.items[place].claim.id not in r.claims])
        for _ in range(2):
            wrong = chance.choice([place, *others])
            value = altered(f.items[wrong].claim, chance)
            if value is None or not f.items[wrong].claim.exact:
                continue

            def ask(place: int = place, known: Known = known) -> tuple[Hypotheses, slips.Slip] | None:
                found = close_hypotheses(f, known, place, kind) if f.items[place].spot else None
                slip = slips.slip_of(f, place, found, weight, kind) if found is not None else None
                return (found, slip) if found is not None and slip is not None else None

            answer = with_value(f, wrong, value, ask)
            if answer is None:
                continue
            row = answer[0].others[answer[1].row]
            if sorted(int(o) for o in (row if kind == "run" else row[:2]) if o >= 0) == sorted(others):
                yield answer[1].features.astype(np.float64)


def slip_weights(pages: list[Page], right_ones: list[Page], kind: str, weight: Weights) -> Array:
    """Weights of the signs of a slip of `kind`."""
    chance = random.Random(5)
    yes, no, clean = [], [], []
    for page in pages:
        conflicts = {frozenset(told) for _, verdict, told in page.gold if verdict == "conflict"}
        annotated_sets = {frozenset(told) for _, _, told in page.gold}
        for place, others, signs in slips_of(page, kind, weight):
            figures = frozenset([place, *others])
            if figures in conflicts:
                yes += [signs] * 4
            elif figures not in annotated_sets:
                no.append(signs)
        yes += list(made_slips(page, kind, weight, chance))
    for page in right_ones:
        clean += [signs for _, _, signs in slips_of(page, kind, weight)]
    answers = np.repeat([1.0, 0.0], [len(yes), len(no) + len(clean)])
    costs = np.repeat([1.0, 4.0, 6.0], [len(yes), len(no), len(clean)])
    return logistic(np.array([*yes, *no, *clean]), answers, costs, 0.003)


def repeat_weights(pages: list[Page]) -> Array:
    """Weights of the signs of a fact told twice."""
    signs, answers = [], []
    for page in pages:
        gold = {frozenset(told) for name, verdict, told in page.gold if name == "repeat" and verdict != "conflict"}
        known = Known(page.figures, [r for r in page.found if r.kind != "repeat"])
        for place in range(len(page.figures)):
            found = again.repeats_of(page.figures, known, place)
            for other, row in zip(*found, strict=True) if found else ():
                signs.append(row)
                answers.append(frozenset((int(other), place)) in gold)
    return logistic(np.array(signs, dtype=np.float64), np.array(answers, dtype=np.float64), np.ones(len(signs)), 0.001)


def altered_weights(pages: list[Page], right_ones: list[Page]) -> Array:
    """Weights of the signs of a fact told twice with a digit altered."""
    chance = random.Random(3)
    yes: list[Array] = []
    no: list[Array] = []
    for page in pages:
        f = page.figures
        conflicts = {frozenset(told) for name, verdict, told in page.gold if name == "repeat" and verdict == "conflict"}
        for place, other, signs in _nearly_same(f, Known(f, page.found)):
            if frozenset((place, other)) in conflicts:
                yes += [signs] * 3
            else:
                no += [signs] * 2
        for name, verdict, told in page.gold:
            if name != "repeat" or verdict == "conflict" or len(told) != 2:
                continue
            first, second = sorted(told)
            for wrong in told:
                value = altered(f.items[wrong].claim, chance)
                own = f.items[wrong].claim.id
                known = Known(f, [r for r in page.found if r.kind != "repeat" and own not in r.claims])
                if value is None or not f.items[wrong].claim.exact:
                    continue
                pairs = with_value(
                    f, wrong, value, lambda f=f, known=known, second=second: _nearly_same(f, known, second)
                )
                yes += [signs for _, other, signs in pairs if other == first]
    for page in right_ones:
        no += [signs for _, _, signs in _nearly_same(page.figures, Known(page.figures, page.found))] * 3
    answers = np.repeat([1.0, 0.0], [len(yes), len(no)])
    return logistic(np.array([*yes, *no]), answers, np.ones(len(answers)), 0.002)


def _nearly_same(figures: Figures, known: Known, only: int | None = None) -> list[tuple[int, int, Array]]:
    found = []
    for place in range(len(figures)) if only is None else [only]:
        pairs = again.altered_of(figures, known, place)
        for other, signs in zip(*pairs, strict=True) if pairs else ():
            found.append((place, int(other), signs.astype(np.float64)))
    return found


def within_weights(pages: list[Page]) -> tuple[Array, Array]:
    """Weights of the signs of a part and its whole."""
    data: list[Example] = []
    for page in pages:
        wholes: dict[int, set[int]] = {}
        for name, verdict, told in page.gold:
            if name == "subset" and verdict != "conflict" and len(told) == 2:
                wholes.setdefault(told[0], set()).add(told[1])
        known = Known(page.figures, [r for r in page.found if r.kind != "subset"])
        for place in range(len(page.figures)):
            if page.figures.relative[place] or not page.figures.single[place]:
                continue
            found = within.wholes_of(page.figures, known, place)
            if found is None:
                continue
            mask = np.isin(found[0], list(wholes.get(place, ())))
            if mask.any() or place not in wholes:
                data.append((found[1].astype(np.float64), found[2].astype(np.float64), mask))
    return fitted(data, 0.001)


def learnt(pages: list[Page], full: list[Page], right_ones: list[Page]) -> list[str]:
    """The lines of the table. `full` are the same pages with what the checker finds today."""
    lines: list[str] = []

    def tell(name: str, part: str, signs: tuple[str, ...], weights: Array) -> None:
        told = [f"{sign} = {weight:.2f}" for sign, weight in zip(signs, weights, strict=True)]
        lines.extend([f"[{name}.{part}]", *told, ""])

    for prefix, close, penalty in (("", False, 0.003), ("close_", True, 0.002)):
        for kind, module in (KINDS if close else FAR_KINDS).items():
            data = list(examples(full if close else pages, kind, close))
            signs, none = fitted(data, 0.006 if kind == "growth" and not close else penalty)
            tell(prefix + kind, "signs", module.FEATURES, signs)
            tell(prefix + kind, "none", module.NONE_FEATURES, none)
            if close:
                weight = Weights(signs.astype(np.float32), none.astype(np.float32))
                names = (*module.FEATURES, *(f"none_{sign}" for sign in module.NONE_FEATURES), *slips.FEATURES)
                tell(f"slip_{kind}", "signs", names, slip_weights(full, right_ones, kind, weight))
            print(prefix + kind, len(data), "examples,", sum(bool(mask.any()) for _, _, mask in data), "relations")
    tell("again", "signs", again.FEATURES, repeat_weights(pages))
    tell("altered", "signs", again.ALTERED_FEATURES, altered_weights(full, right_ones))
    signs, none = within_weights(pages)
    tell("within", "signs", within.FEATURES, signs)
    tell("within", "none", within.NONE_FEATURES, none)
    return [*lines, "[limits]", *(f"{kind} = {limit}" for kind, limit in LIMITS.items()), ""]


def main() -> None:
    """Learns the weights and writes the table, or with --dry only says from how much."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--published", nargs="*", default=[], type=Path, help="texts without slips, one or more files")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    asked = parser.parse_args()
    sources = [annotated(path.with_suffix(".txt")) for path in sorted(TEXTS.glob("*.jsonl"))]
    pages = [page for text, rows in sources if (page := page_of(text, rows, False))]
    full = [page for text, rows in sources if (page := page_of(text, rows, True))]
    clean = [line.replace("⏎", "\n") for line in (TEXTS / "right_sentences.txt").read_text("utf-8").splitlines()]
    clean.append((TEXTS / "clean_partial_lists.txt").read_text("utf-8"))
    for path in asked.published:
        lines = path.read_text("utf-8").splitlines()
        clean += ["\n".join(lines[at : at + 40]) for at in range(0, len(lines), 40)]
    right_ones = [page for text in clean if (page := page_of(text, [], True))]
    lines = learnt(pages, full, right_ones)
    if not asked.dry:
        TABLE.write_text(_HEADER + "\n" + "\n".join(lines), "utf-8")
        print("written", TABLE)


if __name__ == "__main__":
    main()
