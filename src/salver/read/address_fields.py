"""Address header fields: From, Sender, Reply-To (RFC 5322 3.4, RFC 6854), read so that a second reading shows.

Grammar, without the obsolete forms::

    address-list = address *("," address)
    address      = mailbox / group
    group        = display-name ":" [mailbox-list] ";"
    mailbox      = [display-name] "<" addr-spec ">"  /  addr-spec

A field is *usable* when it follows this so plainly that every program comes to the same addresses (AUTH-08..14,
AUTH-33).
"""

from __future__ import annotations

import re

from salver.core.limits import DEFAULT_LIMITS
from salver.core.untrusted import Untrusted
from salver.read import charsets
from salver.read.address_tokens import Token, tokens
from salver.read.addresses import parse_addr_spec
from salver.read.encoded_words import decode_words
from salver.read.headers import unfold
from salver.read.message import AddressField, Mailbox

# The shapes nearly all mail has: "Name" <local@domain>, Name <local@domain>, local@domain.
_SIMPLE = re.compile(
    rb'(?:"([^"\\\x00-\x1f\x7f]*+)"|([^"(),:;<>@\[\]\\\x00-\x1f\x7f]*+))[ \t]*+<([!-~]{1,320})>|([!-~]{1,320})'
)
_MOST = DEFAULT_LIMITS.author_characters
_MOST_MAILBOXES = DEFAULT_LIMITS.recipients


def parse_address_field(value: bytes) -> AddressField:
    """Read one field value. Never fails; what cannot be read plainly makes the field unusable."""
    raw = Untrusted(charsets.text(value[:2_000]).strip())
    line = unfold(value)
    simple = _SIMPLE.fullmatch(line)
    if simple is not None:
        written = simple[3] or simple[4]
        address = parse_addr_spec(written.decode("ascii"))
        if address is not None and b"=?" not in written:
            name = decode_words(simple[1] if simple[1] is not None else simple[2] or b"")
            return AddressField((Mailbox(address, Untrusted(name) if name else None),), True, raw)
    if len(line) > _MOST or re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line):
        return AddressField((), False, raw)
    found, balanced = tokens(line)
    reader = _Reader(found)
    mailboxes = reader.read()
    return AddressField(tuple(mailboxes), balanced and reader.usable, raw)


def several_fields(fields: list[bytes]) -> AddressField:
    """The one field, an empty one where there is none, and an unusable one where there are several (RFC 5322 3.6)."""
    if not fields:
        return AddressField()
    read = [parse_address_field(value) for value in fields]
    if len(read) == 1:
        return read[0]
    # RFC 5322 3.6
    mailboxes = tuple(mailbox for field in read for mailbox in field.mailboxes)
    return AddressField(mailboxes, False, Untrusted(", ".join(field.raw.raw for field in read)))


class _Reader:
    """Reads tokens into mailboxes, one address at a time."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.usable = True
        self.mailboxes: list[Mailbox] = []

    def read(self) -> list[Mailbox]:
        pending: list[Token] = []
        in_group = False
        angle = False
        for token in self.tokens:
            if token.kind == "<":
                angle = True
            elif token.kind == ">":
                angle = False
            elif not angle and token.kind == ":" and not in_group:
                # A group, whose display name is what stands before the colon.
                # RFC 6854 2.1
                self.usable = self.usable and not any(piece.kind == "@" for piece in pending)
                in_group, pending = True, []
                continue
            elif not angle and (token.kind == "," or (token.kind == ";" and in_group)):
                self._mailbox(pending)
                pending = []
                in_group = in_group and token.kind != ";"
                continue
            pending.append(token)
        self._mailbox(pending)
        if in_group or angle:
            self.usable = False
        return self.mailboxes

    def _mailbox(self, tokens: list[Token]) -> None:
        words = [token for token in tokens if token.kind not in ("blank", "comment")]
        if not words:
            return
        if len(self.mailboxes) >= _MOST_MAILBOXES:
            self.usable = False
            return
        comments = [token for token in tokens if token.kind == "comment"]
        if any(b"@" in comment.text or b"<" in comment.text for comment in comments):
            self.usable = False
        opening = next((i for i, token in enumerate(tokens) if token.kind == "<"), None)
        if opening is None:
            self._bare(tokens, comments)
        else:
            self._angle(tokens, opening)

    def _angle(self, tokens: list[Token], opening: int) -> None:
        """``display-name <addr-spec>``"""
        closing = next((i for i, token in enumerate(tokens) if token.kind == ">" and i > opening), len(tokens))
        inner, name = tokens[opening + 1 : closing], tokens[:opening]
        after = [token for token in tokens[closing + 1 :] if token.kind not in ("blank", "comment")]
        if after or closing == len(tokens):
            self.usable = False
        address = self._address(inner)
        if address is None:
            self.usable = False
            return
        # "a@x.example <b@y.example>" unquoted is no display name; the same address twice is harmless.
        if any(token.kind in ("@", "<", ";", ":", "[", "]", "\\") for token in name):
            shown = self._address([token for token in name if token.kind != "blank"])
            if shown is None or shown.lower() != address.lower():
                self.usable = False
        self.mailboxes.append(Mailbox(address, _name(name)))

    def _bare(self, tokens: list[Token], comments: list[Token]) -> None:
        """``addr-spec``, perhaps with the old style of name in a comment behind it."""
        solid = [i for i, token in enumerate(tokens) if token.kind not in ("blank", "comment")]
        address = self._address(tokens[solid[0] : solid[-1] + 1])
        if address is None:
            self.usable = False
            return
        name = Untrusted(decode_words(comments[-1].text)) if comments else None
        self.mailboxes.append(Mailbox(address, name))

    def _address(self, tokens: list[Token]) -> str | None:
        """Exactly one addr-spec written without blanks, comments or quotes inside."""
        if any(token.kind not in ("text", "@", "blank") for token in tokens):
            return None
        joined = b"".join(token.text for token in tokens).strip()
        if b"=?" in joined:  # an encoded word has no place in an address (RFC 2047 5)
            return None
        try:
            return parse_addr_spec(joined.decode("utf-8"))
        except UnicodeDecodeError:
            return None


def _name(tokens: list[Token]) -> Untrusted | None:
    """The display name as a client shows it."""
    text = decode_words(b"".join(b" " if token.kind == "comment" else token.text for token in tokens))
    return Untrusted(text) if text else None
