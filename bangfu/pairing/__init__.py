"""Who helps whom, by which scheme, since when: the trunk that contributions and reports are grouped by.

A *scheme* is data: kinds of helper and recipient, how many on either side, what is preferred. A *proposal* is
the assigner's answer to a scheme in a place, compared, adjusted and then accepted as one step. A *pairing* has
dates and is never deleted: who helped this household on any past day stays known.
"""
