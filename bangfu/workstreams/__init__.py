"""One folder per working group of the county. They never import each other; they meet in the ledger."""
