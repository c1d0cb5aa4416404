"""Pages derived from declarations, and those every installation has: log-in, search, notices, jobs, files, errors.

A hand-made page of another layer answers with ``frame.show`` and reads with ``rows``; it needs nothing else here.
"""
