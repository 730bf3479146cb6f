"""Watch-list and lexicons -> events with facts and evidence: who, what, how sure, and which passage says so. Pure.

document    one folded text, words, sentences, the way back to passages
names       where the companies stand
scan        triggers, marks of stage, authorities, quantities
bounds      how far an article is read that is made of such things
features    what speaks for and against each (company, topic)
linear      the weights that turn it into a probability
matcher     all of it, article -> events
"""

from vigie.match.matcher import Matcher, ranked

__all__ = ["Matcher", "ranked"]
