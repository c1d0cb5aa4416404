"""The registers' nouns, declared: lists, details, forms, acts and samples follow."""
