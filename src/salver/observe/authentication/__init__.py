"""What servers say about who sent a message: for now, trusted Authentication-Results (RFC 8601)."""
