"""驻村帮扶 · fieldwork: teams, first secretaries, leaders' visits, families adopted.

Nouns: team sent to a village, first secretary (a pairing), visit, adopted family. How many days and nights a member
must be in the village is policy, not code.
"""
