"""The demonstration: the whole job on loopback, with real servers and sample messages that look like life."""
