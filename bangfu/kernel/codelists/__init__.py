"""Code lists: dated values with their source, loaded from TOML, edited by the county."""
