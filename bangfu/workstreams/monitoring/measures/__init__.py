"""Help for a case: a plan with a measure for every risk, each proved by what the book of help holds."""
