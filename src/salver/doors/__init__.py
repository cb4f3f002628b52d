"""The doors translate a protocol into bytes and an envelope, and a verdict back. No door holds a rule."""
