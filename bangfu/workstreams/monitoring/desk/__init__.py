"""What a county sees of its cases: by clock and stage, causes and kinds, repeats, and whom nobody has visited."""
