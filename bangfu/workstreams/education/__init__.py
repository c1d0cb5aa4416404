"""教育帮扶 · education: aid to students, teachers sent and received, rooms built.

Nouns: aid money (student-times), state aid by right (students), 雨露计划 payment, teachers sent and received, facility,
people taking part. A student aided twice is one person and two student-times.
"""
