"""Findings, policy and recipient to a verdict: one table, read top to bottom, first match wins."""
