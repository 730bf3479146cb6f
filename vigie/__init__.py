"""Vigie watches news feeds and tells chat channels, in French, what matters.

Read in this order: model, pipeline, then the stages in the order the pipeline
calls them (parse, match, stories, summarise, route), cards and commands for
what people see, then ports and adapters for the outside world.
"""
