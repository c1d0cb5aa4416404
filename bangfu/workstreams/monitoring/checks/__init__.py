"""Checks (两不愁三保障 and drinking water): rounds, differences typed, problems followed to their end."""
