"""The subcommands of bot.py and the parts they put together; chat libraries are imported by none of them."""
