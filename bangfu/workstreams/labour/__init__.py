"""就业帮扶 · labour: job fairs, posts, intentions, and people in work.

Nouns: fair (online, mobile stop, on site), posts offered, intention, placement (newly employed or returned to a post),
work spell of a listed person. An intention is not a job; somebody back at a post is not newly employed.
"""
