"""饮水安全 · drinking water: works that bring water to households.

Nouns: waterworks, household connected.
"""
