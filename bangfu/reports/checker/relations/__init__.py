"""Relations between figures: what a careful editor would recompute, one module a kind."""

from bangfu.reports.checker.relations.finding import Relation, find_relations

__all__ = ["Relation", "find_relations"]
