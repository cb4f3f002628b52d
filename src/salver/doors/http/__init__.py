"""The HTTP door: the consent inbox, server-rendered, without script."""
