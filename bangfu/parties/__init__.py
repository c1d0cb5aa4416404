"""Who there is: areas, organisations, households and persons, with everything dated that can change.

Every one of them is a *party* and shares its number with a row of ``Party``, so that a pairing or a ledger
entry can name any of them with a real foreign key. Nothing here is ever deleted: areas and organisations end,
households close, persons die or move away, and who they were stays readable.
"""
