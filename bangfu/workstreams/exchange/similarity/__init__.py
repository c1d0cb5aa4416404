"""How alike two short Chinese texts are, by their characters: no model, no download, no Django."""

from bangfu.workstreams.exchange.similarity.likeness import Likeness
from bangfu.workstreams.exchange.similarity.words import split_words, with_synonyms

__all__ = ["Likeness", "split_words", "with_synonyms"]
