"""社会动员 · social mobilisation: gifts of money and goods, wishes, and help between neighbours and strangers.

Nouns: donation of money, donation of goods (valued or only counted), wish granted, service, need posted and need
matched, assistance completed, money called for, people taking part. Money received, goods with a stated value and
goods without one are different things and are never added up unnoticed; posted, matched and completed stay apart, and
money called for is not money raised.
"""
