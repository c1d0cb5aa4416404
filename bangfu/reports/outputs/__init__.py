"""A composed report as a file: HTML, Word, PDF, Markdown, workbook."""
