"""What does not go together although each key has the right shape: one file a subject."""
