"""Statistical tables declared over figures: rows and columns of numbers that open, add up and print."""
