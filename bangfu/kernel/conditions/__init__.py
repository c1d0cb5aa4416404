"""A readable language for conditions over rows and the rows that belong to them, compiled to SQL of four engines.

An office writes ``医疗费用.合计(个人自付, 今年) ≥ 5000元 且 户类型 = "脱贫户"``; English names mean the same. A text is
read (``reading``), every name and type is checked against a declared vocabulary (``checking``), and what results is
plain data (``meaning``) from which SQL is written (``writing``). Nothing of a text is ever executed or handed on as
it is. What the language means is in docs/conditions.md; why there is one of our own in
docs/adr/0012-condition-language.md.
"""
