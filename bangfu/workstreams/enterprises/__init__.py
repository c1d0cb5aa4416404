"""村企帮扶 · enterprises: firms and chambers paired with villages, and the households they carry along.

Nouns: paired enterprise, paired village (both are pairings), households benefiting, event at which they met.
"""
