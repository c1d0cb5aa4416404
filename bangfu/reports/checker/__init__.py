"""A checker for anybody's numbers: text in; claims, arithmetic relations and their verdicts out.

Deterministic, without network, model or Django. The words it knows are tables (`tables/*.toml`); the code only
knows where to look.
"""
