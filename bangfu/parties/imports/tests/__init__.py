"""Tests of the registers' imports and exports."""
