"""产业帮扶 · industry: investment, planting and breeding bases, and the households that live from them.

Nouns: signed investment, paid-in investment (of a new project, or added to an earlier one), base (area in mu),
benefit link, income raised. What was signed is never counted as paid in; persons and households stay apart.
"""
