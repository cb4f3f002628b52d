"""Mail that people of this house send: it is never judged, and says whom they know."""
