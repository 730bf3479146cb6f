"""One module a platform: what people type or click becomes a command, a delivery becomes a message."""
