"""健康帮扶 · health: insurance, clinics, settlement at the counter, medical help.

Nouns: insured persons, premium subsidy, clinic up to standard, one-stop settlement, medical team, medical service,
medicine given, costs saved. Services are counted in times, people in persons, and neither is added to the other.
"""
