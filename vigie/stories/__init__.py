"""Is this the same event as a story already told, and what does it change? Facts first, words second. Pure.

    marks     what an article says in every language: figures, names, rare words
    telling   an article and its event, reduced to what is compared
    compare   two articles' tellings -> the probability that they tell one event
    joining   a telling and the recent stories -> the story it belongs to
    news      a telling and its story -> what readers of the story do not know yet

It compares; it fetches, stores and posts nothing.
"""

from __future__ import annotations

from vigie.stories.joining import LONGEST, MEMORY, WINDOW, Candidate, match
from vigie.stories.news import is_copy, news
from vigie.stories.telling import Telling, telling

__all__ = ["LONGEST", "MEMORY", "WINDOW", "Candidate", "Telling", "is_copy", "match", "news", "telling"]
