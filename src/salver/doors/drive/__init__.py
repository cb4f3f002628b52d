"""The drivers: they answer the questions observe asks, plainly, on an event loop, or from a recording."""
