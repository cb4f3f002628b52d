"""Fuzzing the readers of hostile bytes: what to feed (``targets.py``), and with what (``run.py``)."""
