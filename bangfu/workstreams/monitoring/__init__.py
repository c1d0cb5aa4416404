"""监测与兜底 · monitoring: relief money and care for those left behind.

Nouns: relief payment, care (person-times). The monitoring of households themselves is not counted here.
"""
