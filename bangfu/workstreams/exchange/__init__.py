"""社会动员 · social mobilisation: gifts of money and goods.

Nouns: donation of money, donation of goods (valued or only counted). Money received, goods with a stated value and
goods without one are different things and are never added up unnoticed.
"""
