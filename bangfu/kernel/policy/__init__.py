"""Numbers a decree can change: dated, bound to a place, each with the document it comes from."""
