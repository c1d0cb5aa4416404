"""What `make` runs: set-up, locks, tests and checks. Standard library only, because it runs before the set-up."""
