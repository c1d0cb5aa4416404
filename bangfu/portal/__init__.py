"""The public site: only what was released for everybody, by allow-list."""
