"""``Message`` and ``Envelope`` to ``Facts``: a generator that asks questions and does no I/O of its own."""
