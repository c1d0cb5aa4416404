"""The hand-made pages people live in: today, one household, pairing, reports."""
