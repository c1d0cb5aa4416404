"""Mechanism without domain nouns: declarations, rights, history, flows, files, jobs, imports, derived pages.

Nothing here knows a household or a donation. Apps above declare what they have in a ``manifest``; the kernel
turns the declarations into pages, an API, imports, exports and tests. It imports nothing of ours.
"""
