"""DMARC (RFC 9989): does the domain in From stand behind this message, and what does it wish for others?"""
