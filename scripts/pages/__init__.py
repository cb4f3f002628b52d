"""The generated reference pages: one module a page, each with ``page() -> str``."""
