"""The market's tables in lists, details and forms."""
