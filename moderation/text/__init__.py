"""A comment's text as it is judged."""

from moderation.text.folding import Views, views
from moderation.text.sentences import sentences

__all__ = ["Views", "sentences", "views"]
