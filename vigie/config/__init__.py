"""feeds.yaml and the environment -> frozen settings, or one ConfigError that lists every mistake. It starts nothing."""

from vigie.config.environment import Settings, database, settings
from vigie.config.feeds_yaml import FileConfig, PublicAddress, load, read
from vigie.config.mistakes import ConfigError

__all__ = ["ConfigError", "FileConfig", "PublicAddress", "Settings", "database", "load", "read", "settings"]
