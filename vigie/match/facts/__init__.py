"""The facts of an event, each with the passage it was read from: no passage, no fact. Pure.

telling         the sentences that tell the event of a company
figures         which number of the article is the event's: jobs, share, amount
authorities     which authority acts
layoffs         unit, wave, reason, procedure, deadline
regulation      authority, action, law, object
circumstances   places and sources, for every topic
"""
