"""宣传动员 · publicity: articles by outlet level, and materials made.

Nouns: media item (city level and above, district, new media, special report), material (leaflet, board).
"""
