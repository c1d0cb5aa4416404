"""Reports: documents whose figures stay live until they are sealed, and a checker for anybody's numbers.

`checker` is a pure package: text in, claims and arithmetic relations out. It knows neither Django nor the ledger.
"""
