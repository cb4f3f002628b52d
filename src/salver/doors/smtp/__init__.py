"""The SMTP door: a content filter that takes mail in, and answers 250 only after the next hop did."""
