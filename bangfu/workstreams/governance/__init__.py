"""组织领导 · governance: work groups, meetings, delegations, awards.

Nouns: work group, meeting, delegation (visits and the persons on them), award (to persons, to organisations).
"""
