"""The target board: working groups by place, pair or unit; completion, pace, ranking."""
