"""DKIM (RFC 6376, 8301, 8463): which domains signed a message, and whether their signatures cover the calendar."""
