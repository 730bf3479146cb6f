"""Bytes of a feed in, articles out; or NotAFeed, which says in French what the bytes are instead. Pure.

Read reading first, then document (what the bytes are), outline (whether it is plain), quick and reference (the two
readers), entries and markup (what is kept). The reference is feedparser; quick reads plain documents the same in a
tenth of the time, and leaves it the others. It opens nothing and fetches nothing: the readers are given bytes in
memory, never a string that they could take for an address. On hostile bytes it may burn minutes of CPU: run it where it
can be killed (adapters.parser_pool).
"""
