"""Where conditions are answered: in the operational database, in DuckDB or on Spark. The answers are the same."""
