"""Who really sent this, on the page: the words are those of ``salver explain`` (``decide/identity_words.py``)."""

from __future__ import annotations

from salver.decide.circumstance_words import SIGN_WORDS, Line, Sign
from salver.decide.identity_words import Bracket, Who, names_of, vouched, who

__all__ = ["SIGN_WORDS", "Bracket", "Line", "Sign", "Who", "names_of", "vouched", "who"]
