"""Who may do what, where: roles granted to users over area prefixes for a time."""
