"""Screening: rules as data over households, persons, incomes, changes and department lists, and the monthly run."""
