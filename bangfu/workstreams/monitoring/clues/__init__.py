"""Clues: signs that a household may be at risk, from six channels, merged on one household, each with its facts."""
