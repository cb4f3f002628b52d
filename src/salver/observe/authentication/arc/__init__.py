"""ARC (RFC 8617): whose hands a message came through, and what the last of them that we believe said about it."""
