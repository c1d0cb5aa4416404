"""Measures the assigner against OR-Tools called bare on the same costs (floor), and against greedy, SciPy and NetworkX.

Usage: python bench/assignment.py [--quick] [--slow] [--only PART_OF_NAME]

Prints a JSON list; progress goes to standard error. `ours` is the whole way: candidates, terms of cost, solving,
certificate, and an explanation of every pair. `floor` is min-cost flow alone, handed the same candidates, costs
and price of an unfilled place as arrays, and is checked to reach the same cost. `peer` is the fastest independent
solver that reaches the optimum, or greedy where none could run. --quick leaves out what is larger than a county,
--slow adds SciPy on 100,000 × 100,000. Ours and the rest run in processes of their own; memory is the peak of ours.
Seconds are processor time of the one thread that all of them use, so that other work on the machine counts less.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import networkx as nx
import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from bangfu.pairing.assigner import Assignment, Candidates, Helpers, Problem, Recipients, solve
from bangfu.pairing.assigner.candidates import Pairs, Places, all_pairs, generate
from bangfu.pairing.assigner.compare import compare
from bangfu.pairing.assigner.overview import overview

SIDE = 60_000.0  # metres of the square in which villages lie
PER_VILLAGE = 70
LOAD_STEP = 2
KEEP = 50
Solved = tuple[int, int]  # unfilled places by rank of weight, and cost


@dataclass(frozen=True)
class Instance:
    """How large and how tight; `spare` is time beyond what all recipients need, as a fraction (0: capacity 5)."""

    name: str
    helpers: int
    recipients: int
    spare: float = 0.0
    everybody: bool = False
    leaving: float = 0.0
    peers: tuple[str, ...] = ("greedy",)
    repeat: int = 1


BOTH = ("greedy", "scipy")
THREE = (*BOTH, "networkx")
INSTANCES = (
    Instance("county 1,648 x 2,402, 20 candidates", 1648, 2402, peers=THREE, repeat=5),
    Instance("county, capacity barely enough", 1648, 2402, spare=0.004, peers=THREE, repeat=5),
    Instance("county, all pairs", 1648, 2402, everybody=True, peers=("greedy", "scipy_dense")),
    Instance("county, re-run after 1 % of helpers left", 1648, 2402, leaving=0.01, peers=THREE, repeat=5),
    Instance("1,000 x 1,000", 1_000, 1_000, peers=THREE, repeat=5),
    Instance("10,000 x 10,000", 10_000, 10_000, peers=BOTH, repeat=3),
    Instance("100,000 x 100,000, capacity 5", 100_000, 100_000),
    Instance("100,000 x 100,000, capacity 1", 100_000, 100_000, spare=1e-9),
    Instance("100,000 x 100,000, re-run after 1 % of helpers left", 100_000, 100_000, leaving=0.01),
)


class County:
    """Invented villages with households around them and helpers who live in them, each with a village of duty."""

    def __init__(self, instance: Instance) -> None:
        random = np.random.default_rng(2020)
        self.instance = instance
        villages = max(instance.recipients // PER_VILLAGE, 1)
        centre = random.random((villages, 2)) * SIDE
        codes = 420302000000 + (np.arange(villages) // 20) * 1000 + np.arange(villages) % 20 + 1
        home, here = random.integers(0, villages, instance.helpers), random.integers(0, villages, instance.recipients)
        self.duty = codes[random.integers(0, villages, instance.helpers)]
        self.helpers = Places(codes[home], centre[home] + random.normal(size=(instance.helpers, 2)) * 900)
        self.recipients = Places(codes[here], centre[here] + random.normal(size=(instance.recipients, 2)) * 900)
        self.weight = random.integers(1, 5, instance.recipients)
        self.capacity = np.full(instance.helpers, 5)
        if instance.spare:
            total = int(instance.recipients * (1 + instance.spare))
            self.capacity = np.full(instance.helpers, total // instance.helpers)
            self.capacity[random.permutation(instance.helpers)[: total - int(self.capacity.sum())]] += 1

    def pairs(self) -> Pairs:
        """Everybody, or the ten nearest and ten whose unit answers for the village."""
        if self.instance.everybody:
            return all_pairs(len(self.helpers), len(self.recipients))
        everybody = np.arange(len(self.helpers), dtype=np.int32)
        duty = Pairs(everybody, everybody)
        return generate(self.helpers, self.recipients, wanted=10, duty=duty, duty_area=self.duty)

    def problem(self) -> Problem:
        """Candidates with their terms of cost."""
        pairs = self.pairs()
        apart = self.helpers.xy[pairs.helper] - self.recipients.xy[pairs.recipient]
        other_duty = self.duty[pairs.helper] != self.recipients.area[pairs.recipient]
        terms = {
            "hundred_metres": (np.hypot(apart[:, 0], apart[:, 1]) / 100).astype(np.int32),
            "other_duty": other_duty.astype(np.int8),
        }
        return Problem(
            Helpers(np.arange(len(self.helpers)), self.capacity),
            Recipients(np.arange(len(self.recipients)), weight=self.weight),
            Candidates(*pairs, terms),
            weights={"hundred_metres": 1, "other_duty": 30},
            load_cost=np.arange(5) * LOAD_STEP,
        )


def after_leaving(today: Assignment, share: float) -> Problem:
    """Today's problem when a share of the helpers has left, with a bonus for pairs that stay."""
    problem = today.problem
    gone = np.random.default_rng(1).permutation(len(problem.helpers))[: int(len(problem.helpers) * share)]
    capacity = problem.helpers.capacity.copy()
    capacity[gone] = 0
    return replace(problem, helpers=Helpers(problem.helpers.ids, capacity), current=today.chosen, keep_bonus=KEEP)


def timed(work: Callable[[], Any], repeat: int = 1) -> tuple[float, Any]:
    """Best processor seconds of some rounds, and the result."""
    spent, result = [], None
    for _ in range(repeat):
        began = time.process_time()
        result = work()
        spent.append(time.process_time() - began)
    return min(spent), result


def run_ours(instance: Instance) -> dict[str, Any]:
    """The whole way, and what it found."""
    county = County(instance)
    first, today = timed(lambda: solve(county.problem())) if instance.leaving else (0.0, None)

    def work() -> Assignment:
        problem = county.problem() if today is None else after_leaving(today, instance.leaving)
        assignment = solve(problem)
        overview(assignment)
        return assignment

    seconds, assignment = timed(work, instance.repeat)
    report = {
        "ours": seconds,
        "candidates": len(assignment.problem.candidates),
        "cost": assignment.cost,
        "unfilled": int(assignment.unfilled.sum()),
        "optimal": assignment.optimal,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "place_price": assignment.proof.certificate.place_price,
    }
    if today is not None:
        report |= moves(today, assignment) | {"first_solve": round(first, 3)}
    return report


def moves(today: Assignment, after: Assignment) -> dict[str, Any]:
    """How many families had a helper who left, and how many changed theirs; the least is the first of the two."""
    here = set(today.problem.helpers.ids[after.problem.helpers.capacity == 0].tolist())
    orphaned = sum(1 for helper, _recipient in today.pair_ids() if helper in here)
    changes = compare(today.pair_ids(), after.pair_ids())
    changed = len(changes.moved) + len(changes.ended)
    return {"stability": round(changes.stability, 4), "orphaned": orphaned, "moved": changed}


def run_rest(instance: Instance, place_price: int) -> dict[str, Any]:
    """Floor and peers on the same costs."""
    problem = County(instance).problem().canonical()
    if instance.leaving:
        problem = after_leaving(solve(problem), instance.leaving)
    floor, solved = timed(lambda: bare_flow(problem, place_price), instance.repeat)
    report: dict[str, Any] = {"floor": floor, "floor_cost": solved[1], "peers": {}}
    for name in instance.peers:
        seconds, (unfilled, cost) = timed(lambda name=name: PEERS[name](problem, place_price))
        report["peers"][name] = {"seconds": round(seconds, 3), "unfilled": unfilled, "cost": cost}
    return report


def places_cost(problem: Problem, place_price: int) -> np.ndarray:
    """Price of leaving each recipient out: by rank of weight."""
    return np.unique(problem.recipients.weight, return_inverse=True)[1] * place_price + place_price


def value(problem: Problem, helper: np.ndarray, cost: int, served: int) -> Solved:
    """Recipients left out, and the cost with loads."""
    load = np.bincount(helper, minlength=len(problem.helpers))
    return len(problem.recipients) - served, cost + int((LOAD_STEP * load * (load - 1) // 2).sum())


def bare_flow(problem: Problem, place_price: int) -> Solved:
    """What somebody writes who has candidates and costs, and asks OR-Tools for nothing but the flow."""
    helpers, recipients, pairs = len(problem.helpers), len(problem.recipients), problem.candidates
    root, count = helpers + recipients, len(pairs)
    slots = np.repeat(np.arange(helpers), problem.helpers.capacity)
    rank = np.arange(len(slots)) - np.repeat(
        np.cumsum(problem.helpers.capacity) - problem.helpers.capacity, problem.helpers.capacity
    )
    nodes = np.arange(helpers, root)
    tail = np.concatenate([pairs.recipient + helpers, slots, nodes])
    head = np.concatenate([pairs.helper, np.full(len(slots) + recipients, root)])
    cost = np.concatenate([problem.cost, rank * LOAD_STEP, places_cost(problem, place_price)])
    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tail, head, np.ones(len(tail), np.int64), cost)
    flow.set_nodes_supplies(np.append(nodes, root), np.append(np.ones(recipients, np.int64), -recipients))
    if flow.solve() != flow.OPTIMAL:
        raise AssertionError("the bare flow failed")
    used = flow.flows(np.arange(count)) > 0
    return value(problem, pairs.helper[used], int(problem.cost[used].sum()), int(used.sum()))


def greedy(problem: Problem, _: int) -> Solved:
    """The cheapest pair first, as long as both sides have room."""
    left, waiting = problem.helpers.capacity.tolist(), [True] * len(problem.recipients)
    taken, total = [], 0
    order = np.argsort(problem.cost, kind="stable")
    columns = problem.candidates.helper[order], problem.candidates.recipient[order], problem.cost[order]
    for helper, recipient, cost in zip(*(column.tolist() for column in columns), strict=True):
        if waiting[recipient] and left[helper]:
            waiting[recipient] = False
            left[helper] -= 1
            taken.append(helper)
            total += cost
    return value(problem, np.array(taken), total, len(taken))


def slots_of(problem: Problem) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each candidate once for each unit of its helper's capacity: slot, recipient, cost with load."""
    capacity = problem.helpers.capacity
    first = np.cumsum(capacity) - capacity
    copies = capacity[problem.candidates.helper]
    rank = np.arange(int(copies.sum())) - np.repeat(np.cumsum(copies) - copies, copies)
    slot = np.repeat(first[problem.candidates.helper], copies) + rank
    return slot, np.repeat(problem.candidates.recipient, copies), np.repeat(problem.cost, copies) + rank * LOAD_STEP


def scipy_sparse(problem: Problem, place_price: int) -> Solved:
    """SciPy's sparse matching, each recipient with a slot of its own for being left out."""
    slot, recipient, cost = slots_of(problem)
    slots, recipients = int(problem.helpers.capacity.sum()), len(problem.recipients)
    rows = np.concatenate([recipient, np.arange(recipients)])
    columns = np.concatenate([slot, slots + np.arange(recipients)])
    weights = np.concatenate([cost, places_cost(problem, place_price)])
    shift = 1 - int(weights.min())  # a weight of 0 would be no edge
    weights += shift
    shape = (recipients, slots + recipients)
    rows, columns = min_weight_full_bipartite_matching(csr_array((weights, (rows, columns)), shape=shape))
    matrix = csr_array((cost + shift, (recipient, slot)), shape=shape)
    served = columns < slots
    total = int(matrix[rows[served], columns[served]].sum()) - shift * int(served.sum())
    return recipients - int(served.sum()), total


def scipy_dense(problem: Problem, _: int) -> Solved:
    """SciPy's dense assignment of recipients to units of capacity, where there is room for all."""
    slot, recipient, cost = slots_of(problem)
    matrix = np.empty((len(problem.recipients), int(problem.helpers.capacity.sum())), dtype=np.int64)
    matrix[recipient, slot] = cost
    return 0, int(matrix[linear_sum_assignment(matrix)].sum())


def networkx_flow(problem: Problem, place_price: int) -> Solved:
    """NetworkX's network simplex."""
    graph = nx.DiGraph()
    recipients = len(problem.recipients)
    graph.add_node("root", demand=recipients)
    for helper, capacity in enumerate(problem.helpers.capacity.tolist()):
        for rank in range(capacity):
            step = ("step", helper, rank)
            graph.add_edge(("helper", helper), step, capacity=1, weight=rank * LOAD_STEP)
            graph.add_edge(step, "root", capacity=1, weight=0)
    for recipient, price in enumerate(places_cost(problem, place_price).tolist()):
        graph.add_node(("recipient", recipient), demand=-1)
        graph.add_edge(("recipient", recipient), "root", capacity=1, weight=price)
    columns = problem.candidates.helper.tolist(), problem.candidates.recipient.tolist(), problem.cost.tolist()
    for helper, recipient, cost in zip(*columns, strict=True):
        graph.add_edge(("recipient", recipient), ("helper", helper), capacity=1, weight=cost)
    flow = nx.network_simplex(graph)[1]
    helper = [h for h, r in zip(*columns[:2], strict=True) if flow["recipient", r]["helper", h]]
    cost = sum(c for h, r, c in zip(*columns, strict=True) if flow["recipient", r]["helper", h])
    return value(problem, np.array(helper), cost, len(helper))


PEERS = {"greedy": greedy, "scipy": scipy_sparse, "scipy_dense": scipy_dense, "networkx": networkx_flow}


def in_own_process(part: str, instance: Instance, place_price: int = 0) -> dict[str, Any]:
    """Run one part of this file for an instance in a new process."""
    task = json.dumps({"part": part, "instance": asdict(instance), "place_price": place_price})
    done = subprocess.run([sys.executable, __file__, "--task", task], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)


def measure(instance: Instance) -> dict[str, Any]:
    """One row of the report."""
    ours = in_own_process("ours", instance)
    rest = in_own_process("rest", instance, ours.pop("place_price"))
    if rest["floor_cost"] != ours["cost"]:
        raise AssertionError(f"{instance.name}: {ours['cost']} is not the floor's {rest['floor_cost']}")
    best = (ours["unfilled"], ours["cost"])
    exact = {name: peer for name, peer in rest["peers"].items() if (peer["unfilled"], peer["cost"]) == best}
    name, peer = min((exact or rest["peers"]).items(), key=lambda item: item[1]["seconds"])
    for other in rest["peers"].values():
        dearer = other.pop("cost") - ours["cost"]  # a cost may be negative: pairs that stay count as a saving
        other["cost_ratio"] = round(1 + dearer / abs(ours["cost"]), 4)
    seconds = ours.pop("ours")
    return {
        "name": instance.name,
        "n": instance.helpers,
        "ours": round(seconds, 3),
        "peer": peer["seconds"],
        "floor": round(rest["floor"], 3),
        "ratio_peer": round(peer["seconds"] / seconds, 2),
        "ratio_floor": round(seconds / rest["floor"], 2),
        "peer_name": name,
        "peers": rest["peers"],
        **ours,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="nothing larger than a county")
    parser.add_argument("--slow", action="store_true", help="SciPy on 100,000 x 100,000 too")
    parser.add_argument("--only", default="", help="instances whose name contains this")
    parser.add_argument("--task", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        task = json.loads(options.task)
        instance = Instance(**task["instance"])
        part = run_ours(instance) if task["part"] == "ours" else run_rest(instance, task["place_price"])
        print(json.dumps(part))
        return
    rows = []
    for instance in INSTANCES:
        if options.only not in instance.name or (options.quick and instance.helpers > 2_000):
            continue
        if options.slow and instance.helpers == 100_000 and not instance.leaving:
            instance = replace(instance, peers=BOTH)
        rows.append(measure(instance))
        print(json.dumps(rows[-1], ensure_ascii=False), file=sys.stderr)
    print(json.dumps(rows, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
