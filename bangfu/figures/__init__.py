"""Figures: questions declared once, computed from the books, always opening to what they counted.

Nobody types a total. A figure is an expression over a *source* (ledger entries, households, pairings …), has a
unit, and can be asked for any place, period and dimension.
"""
