"""What people read: one catalogue a language, keyed by finding code. Attacker text is never a parameter."""
