"""The outside world: HTTP, worker processes, the database, files. Each module implements one port."""
