"""Leaving: what must hold before a risk is called gone, with its evidence, and the way there."""
