"""文化、旅游与志智双扶 · culture, tourism and the will to do better.

Nouns: activity (performance, exhibition, free lecture), tour route, money spent by visitors, persons whose will was
restored or confidence raised.
"""
