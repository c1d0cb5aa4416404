"""人才支援 · talent: officials and experts sent and received, and courses.

Nouns: posting sent, posting received (both counted in persons, short stays in person-times), course (sessions,
persons, person-times), expert's visit, training of villagers.
"""
