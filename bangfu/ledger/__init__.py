"""What was given, by whom, to whom: an append-only book of contributions that all workstreams share.

An entry is written once. The database itself refuses to alter or delete it; a mistake is corrected by a
reversing entry. The other side confirms or disputes it. Each county's entries form a hash chain that
``bangfu verify`` walks.
"""
