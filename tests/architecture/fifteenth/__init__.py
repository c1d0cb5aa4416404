"""A folder put beside the fourteen working groups by a test."""
