"""Papers for households: the card on the door, handbooks, visit sheets, comparison sheets and public notices.

They are made for a whole village or township at once, hundreds of A4 pages in one PDF, in the background.
"""
