"""The message catalogue: headline, one reason, what to do, by code and variant.

Rules for writing stand in ``docs/explain/words.md``: a headline says what is the case; the reason names the two things
that differ or the one that is missing; what to do starts with a verb. Parameters are values Salver checked or made.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources

import msgspec


class Words(msgspec.Struct, frozen=True):
    """Three short texts. ``advice`` is empty where there is nothing to do."""

    headline: str
    why: str
    advice: str = ""


class _Gap(dict[str, str]):
    """Parameters that are missing show as ``?`` instead of failing a delivery."""

    def __missing__(self, key: str) -> str:
        return "?"


@functools.cache
def catalogue(language: str = "en") -> dict[str, dict[str, Words]]:
    """All texts of one language: code -> variant (``""`` is the usual one) -> words.

    Raises FileNotFoundError for a language we do not have.
    """
    text = resources.files(__package__).joinpath(f"{language}.toml").read_text("utf-8")
    codes: dict[str, dict[str, Words]] = {}
    for code, variants in tomllib.loads(text).items():
        codes[code] = {
            "" if variant == "usual" else variant: msgspec.convert(texts, Words) for variant, texts in variants.items()
        }
    return codes


def words(code: str, variant: str = "", params: Mapping[str, str] | None = None, language: str = "en") -> Words:
    """The texts for a code, filled in. An unknown variant falls back to the usual one.

    Raises KeyError for a code the catalogue does not hold: every code has its words (a test checks it).
    """
    variants = catalogue(language)[code]
    found = variants.get(variant) or variants[""]
    values = _Gap(params or {})
    return Words(found.headline.format_map(values), found.why.format_map(values), found.advice.format_map(values))
