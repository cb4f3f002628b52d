"""One file a rule. ``salver.judge.registry`` collects them."""
