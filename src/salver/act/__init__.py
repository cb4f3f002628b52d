"""Verdicts and decisions carried out: headers, neutralised mail, safe copies, answers, release, the outbox."""
