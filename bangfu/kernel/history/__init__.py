"""What changed, who changed it, when, from what to what, and why."""
