"""Income item by item: what counts as which source in a place and year, and whose income fell."""
