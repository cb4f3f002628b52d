"""A held mail in a form in which no program finds a calendar in it (architecture 3.6).

The mail arrives; the event does not. What a program could process as a calendar is taken out, and one sentence of ours
says what waits and where to answer. Nothing of the sender's goes into that sentence. The original stays in the store.

**Shape.** Clients (Gmail, Outlook, Thunderbird, Apple Mail) process a calendar by its type, its file name, or its first
line, wherever it stands, so it cannot stay as a renamed attachment. Where it stood decides what comes in its place:

- Below ``multipart/alternative`` (RFC 2046 5.1.4) the last alternative a client can show is the only one it shows. An
  attachment or a text there would hide the human text in some clients. So the part goes without a trace, delimiter
  included, and the other alternatives are as the sender wrote them.
- Below ``multipart/mixed`` the first calendar becomes a ``text/plain`` part in its place. It is an attachment when it
  comes first, since Outlook takes the first text for the body of the mail.
- Where neither gives the sentence a place, the whole content is wrapped in a new ``multipart/mixed``, with the sentence
  as its last part.
- A calendar that is the whole content of a message (attached messages too) becomes a ``text/plain`` body; the header
  fields above MIME stay.

**The whole message** loses its content, and keeps its header fields above MIME, when cutting could miss something:
readers disagree about its structure, a limit stopped the reading, it is signed or holds content we cannot read, or the
calendar was found where no part accounts for it.

A part that only calls itself a calendar goes with the others: a mail program may see more in it than our reader does.

Every result is read again; unless it is plain mail, and no reading of it shows a calendar (``calendar_free``), the next
stricter form is taken.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator, Sequence

from salver.act.calendar_free import calendar_free, shows_calendar
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.message import HeaderField, Message, Part
from salver.read.reading import read_message

WHOLE_NOTE = (
    "The rest of this message was kept back as well, because programs could find the event in it. "
    "Salver keeps the original; it can be handed on from there."
)
_BASIC = frozenset({"from", "to", "cc", "date", "message-id", "subject", "received"})
_CALENDAR_CLASS = b"calendarmessage"

Edit = tuple[int, int, bytes]


def neutralise(message: Message, *, sentence: str, inspection_id: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The mail as it is delivered while its event waits.

    ``sentence`` is our own text (line ends as ``\\n``): what waits and where to answer. ``inspection_id`` names the
    boundary of a part that has to be added. The result reads as kind ``mail``, to our reader and to others.
    """
    for candidate in _candidates(message, sentence, inspection_id):
        if calendar_free(read_message(candidate, limits)):
            return candidate
    return _new_message(message.raw, [], _whole_text(sentence), _line_end(message.raw))


def _candidates(message: Message, sentence: str, inspection_id: str) -> Iterator[bytes]:
    """From the mildest form to the strictest that still has something of the sender's."""
    if _can_be_cut(message):
        yield _Cutter(message, sentence, inspection_id).result()
    basic = [field for field in message.headers if field.name in _BASIC]
    innocent = [f for f in basic if not shows_calendar(message.raw[f.span.start : f.span.end])]
    for kept in (_above_mime(message.headers), basic, innocent):
        yield _new_message(message.raw, kept, _whole_text(sentence), _line_end(message.raw))


def _whole_text(sentence: str) -> str:
    return f"{sentence}\n\n{WHOLE_NOTE}"


def _can_be_cut(message: Message) -> bool:
    """Whether taking the calendar parts out surely takes every calendar out, and leaves what is left unbroken."""
    if message.ambiguous or message.truncated or message.opaque:
        return False
    if any(calendar.found_by == "sweep" for calendar in message.calendars):
        return False
    if message.root.number in _targets(message):
        return True
    # What is signed around its content is read inside, and cannot be cut there.
    signed = any(
        part.content_type in ("multipart/signed", "multipart/encrypted")
        or (part.children and not part.content_type.startswith(("multipart/", "message/")))
        for part in message.parts
    )
    return not signed and "method" not in message.root.parameters


def _targets(message: Message) -> set[str]:
    """The numbers of the parts to take out: all that any reading takes for a calendar, also those that only say so."""
    return {calendar.part for calendar in message.calendars}


class _Cutter:
    """Takes the calendar parts out of one message."""

    def __init__(self, message: Message, sentence: str, inspection_id: str) -> None:
        self.raw = message.raw
        self.message = message
        self.sentence = sentence
        self.inspection_id = inspection_id
        self.line_end = _line_end(message.raw)
        self.targets = _targets(message)
        self.edits: list[Edit] = [(f.span.start, f.span.end, b"") for f in message.headers if _schedules(f)]
        self.told = False

    def result(self) -> bytes:
        root = self.message.root
        if root.number in self.targets:
            return _new_message(self.raw, _above_mime(root.headers), self.sentence, self.line_end)
        self._visit(root, seen=True)
        return _edited(self.raw, self.edits) if self.told else self._wrapped()

    def _visit(self, part: Part, *, seen: bool) -> None:
        """Go down the tree. ``seen`` says that every client shows this part: it is no mere alternative."""
        multipart = part.content_type.startswith("multipart/")
        seen = seen and not part.nested
        if multipart:
            self._multipart(part, seen)
        seen = seen and part.content_type != "multipart/alternative"
        for child in part.children:
            if child.number not in self.targets:
                self._visit(child, seen=seen)
            elif not multipart:
                body = _new_message(self.raw, _above_mime(child.headers), self.sentence, self.line_end)
                self.edits.append((child.span.start, child.span.end, body))

    def _multipart(self, part: Part, seen: bool) -> None:
        """Take calendars out from among the parts of a multipart; one of them may stay as our sentence."""
        children = part.children
        unwanted = [index for index, child in enumerate(children) if child.number in self.targets]
        if not unwanted:
            return
        tells = part.content_type == "multipart/mixed" and seen and not self.told
        if tells or len(unwanted) == len(children):
            index = unwanted.pop(0)
            self.told = self.told or seen
            disposition = "inline" if index or len(children) == 1 else "attachment"
            span = children[index].span
            self.edits.append((span.start, span.end, self._sentence_part(disposition)))
        self.edits += _removals(children, unwanted)

    def _sentence_part(self, disposition: str) -> bytes:
        name = '; filename="invitation-held.txt"' if disposition == "attachment" else ""
        return _mime_fields(self.line_end, f"{disposition}{name}") + self.line_end + _body(self.sentence, self.line_end)

    def _wrapped(self) -> bytes:
        """The content as it is, less its calendars, in a new multipart with our sentence at its end."""
        root = self.message.root
        start = root.body_span.start
        edits = [(begin - start, end - start, new) for begin, end, new in self.edits if begin >= start]
        content = _edited(self.raw[start:], edits)
        mime = [field for field in root.headers if _is_mime(field) and not _schedules(field)]
        boundary = f"salver-{self.inspection_id}"
        while boundary.encode() in self.raw:
            boundary += "-"
        end = self.line_end
        line = b"--" + boundary.encode()
        encoding = [b"Content-Transfer-Encoding: 8bit" + end] if root.encoding in ("8bit", "binary") else []
        return b"".join(
            (
                *(_field(self.raw, field, end) for field in _above_mime(root.headers)),
                b"MIME-Version: 1.0" + end,
                b'Content-Type: multipart/mixed; boundary="' + boundary.encode() + b'"' + end,
                *encoding,
                *(end, line, end),
                *(_field(self.raw, field, end) for field in mime if field.name != "mime-version"),
                *(end, content, end, line, end, self._sentence_part("inline"), end, line, b"--", end),
            )
        )


def _removals(children: Sequence[Part], unwanted: Sequence[int]) -> list[Edit]:
    """Cut these parts out with one delimiter each: the one before, or for leading parts the one behind."""
    edits: list[Edit] = []
    gone = set(unwanted)
    first_kept = next((index for index in range(len(children)) if index not in gone), len(children))
    if 0 < first_kept < len(children):
        edits.append((children[0].span.start, children[first_kept].span.start, b""))
    later = [index for index in unwanted if index > first_kept]
    return edits + [(children[index - 1].span.end, children[index].span.end, b"") for index in later]


def _edited(raw: bytes, edits: Sequence[Edit]) -> bytes:
    pieces = []
    position = 0
    for start, end, new in sorted(edits):
        if start < position:
            continue  # inside something that is gone already
        pieces += [raw[position:start], new]
        position = end
    pieces.append(raw[position:])
    return b"".join(pieces)


def _new_message(raw: bytes, kept: Sequence[HeaderField], text: str, line_end: bytes) -> bytes:
    """These header fields as they stand, and our text as the whole content."""
    fields = b"".join(_field(raw, field, line_end) for field in kept)
    return fields + b"MIME-Version: 1.0" + line_end + _mime_fields(line_end) + line_end + _body(text, line_end)


def _field(raw: bytes, field: HeaderField, line_end: bytes) -> bytes:
    line = raw[field.span.start : field.span.end]
    return line if line.endswith((b"\n", b"\r")) else line + line_end


def _mime_fields(line_end: bytes, disposition: str | None = None) -> bytes:
    lines = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"]
    if disposition:
        lines.append(f"Content-Disposition: {disposition}")
    return b"".join(line.encode("ascii") + line_end for line in lines)


def _body(text: str, line_end: bytes) -> bytes:
    """Our words in quoted-printable (RFC 2045 6.7)."""
    return binascii.b2a_qp(f"{text}\n".encode(), istext=True).replace(b"\n", line_end)


def _above_mime(fields: Sequence[HeaderField]) -> list[HeaderField]:
    return [field for field in fields if not _is_mime(field) and not _schedules(field)]


def _is_mime(field: HeaderField) -> bool:
    return field.name.startswith("content-") or field.name == "mime-version"


def _schedules(field: HeaderField) -> bool:
    """A field by which Exchange tells a meeting from a mail."""
    if field.name == "content-class":
        return _CALENDAR_CLASS in field.value.lower()
    return field.name.startswith("x-ms-exchange-calendar-")


def _line_end(raw: bytes) -> bytes:
    first = raw.find(b"\n")
    return b"\n" if first >= 0 and raw[first - 1 : first] != b"\r" else b"\r\n"
