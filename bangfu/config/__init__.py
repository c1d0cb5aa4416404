"""Settings, addresses and the command line: the only layer that may import all others."""
