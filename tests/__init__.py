"""Tests of the whole: the isolation every test runs in, the rules of the house, and browser journeys."""
