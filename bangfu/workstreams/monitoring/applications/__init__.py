"""A household's own application: taken down in the village or sent in, followed by number and code."""
