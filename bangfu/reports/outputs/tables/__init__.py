"""Statistical tables as files: Excel with formulas, Word, PDF."""
