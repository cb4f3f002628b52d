"""``Facts`` to findings: one rule a file, no I/O, no decision, no look at other findings."""
