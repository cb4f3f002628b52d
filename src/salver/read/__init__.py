"""Bytes to ``Message``: pure and total. Nothing in here raises on bad input; it says so by a ``Defect``."""
