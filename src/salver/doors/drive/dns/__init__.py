"""Who answers questions about the DNS: a resolver with its memory, or a file of records."""
