"""Words and numbers the whole house shares: codes, limits, errors, the envelope, text from outside."""
