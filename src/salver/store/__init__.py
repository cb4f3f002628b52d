"""What the house remembers: outcomes, originals of what waits, events, people's words, decisions, the outbox."""
