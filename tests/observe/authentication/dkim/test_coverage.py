"""Whether the calendar lies under a signature that holds: AUTH-16, AUTH-17, and the honest mail they resemble."""

from __future__ import annotations

import base64
import time

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.authenticated import DkimResult
from salver.observe.authentication.dkim.verify import verify
from salver.read.reading import read_message
from tests.observe.authentication.dkim import plain
from tests.observe.authentication.dkim.signer import CALENDAR, HEAD, NAMES, TEXT, invitation, parts, sign, zone

GOOGLE = ["to", "from", "subject", "date", "message-id", "mime-version", "from", "to", "subject"]
"""What Google signs: never Content-Type."""

EVIL = CALENDAR.replace(b"ann@sender.example", b"eve@evil.test")


def _covered(raw: bytes) -> tuple[str, bool | None, str | None]:
    results = zone().run(verify(read_message(raw), None, DEFAULT_LIMITS))
    result: DkimResult = results[0]
    return result.result, result.covers_calendar, result.why


def test_a_message_without_a_calendar_has_nothing_to_cover() -> None:
    assert _covered(sign(TEXT)) == ("pass", None, None)


def test_a_signature_that_fails_covers_nothing() -> None:
    raw = sign(invitation()).replace(b"SUMMARY:Plan", b"SUMMARY:Plot")
    assert _covered(raw) == ("fail", False, "body-hash")


BY_ITSELF = ("pass", True, "structure-unsigned")
"""Covered as far as the body alone can tell."""


@pytest.mark.parametrize("names", [NAMES, [*NAMES, "content-type"]])
def test_an_honest_invitation_is_covered(names: list[str]) -> None:
    assert _covered(sign(invitation(), names=names)) == ("pass", True, None)


def test_without_content_type_signed_it_is_covered_as_far_as_the_body_tells() -> None:
    for kind in (b"mixed", b"alternative", b"related", b"report"):
        raw = sign(invitation().replace(b"multipart/mixed", b"multipart/" + kind), names=GOOGLE)
        assert _covered(raw) == BY_ITSELF
    for kind in (b"digest", b"parallel", b"foo"):
        raw = sign(invitation(), names=GOOGLE).replace(b"multipart/mixed", b"multipart/" + kind)
        assert _covered(raw)[:2] == ("pass", False)


def test_a_plain_text_that_begins_with_hyphens_is_never_covered_for_certain() -> None:
    # AUTH-17: nothing in these bytes says that they were no parts when they were signed.
    text = b"--evil\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n" + EVIL + b"--evil--\r\n"
    raw = sign(HEAD + b"Content-Type: text/plain\r\n\r\n" + text, names=GOOGLE)
    made = raw.replace(b"Content-Type: text/plain", b"Content-Type: multipart/mixed; boundary=evil", 1)
    assert _covered(made) == BY_ITSELF
    # With a word behind the last delimiter, and with a part that does not say what it is, it is not covered at all.
    for other in (text + b"\r\nRegards, a form\r\n", text.replace(b"--evil\r\n", b"--evil\r\n\r\nHi\r\n--evil\r\n", 1)):
        raw = sign(HEAD + b"Content-Type: text/plain\r\n\r\n" + other, names=GOOGLE)
        made = raw.replace(b"Content-Type: text/plain", b"Content-Type: multipart/mixed; boundary=evil", 1)
        assert _covered(made) == ("pass", False, "structure-ambiguous")


@pytest.mark.parametrize(
    "text",
    [
        b" ; name=invite.ics\r\n\r\n",
        b'Content-Disposition: attachment; filename="invite.ics"\r\n\r\n',
        b"X: y\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n",
    ],
)
@pytest.mark.parametrize("blank", [b" ", b"\t", b" \t  "])
def test_an_empty_line_behind_a_header_made_into_a_fold(text: bytes, blank: bytes) -> None:
    # A relaxed body does not know the one from the other (RFC 6376 3.4.4): a stranger's text becomes a file.
    raw = sign(invitation(parts(text + EVIL)))
    assert _covered(raw) == ("pass", True, None)
    folded = raw.replace(b"charset=utf-8\r\n\r\n" + text, b"charset=utf-8\r\n" + blank + b"\r\n" + text, 1)
    assert folded != raw
    assert _covered(folded) == ("pass", False, "structure-ambiguous")
    assert _covered(sign(folded, c="relaxed/simple"))[:2] == ("pass", False)


def test_a_length_that_leaves_octets_out_covers_nothing() -> None:
    # AUTH-16: a newsletter to which a calendar is appended, with and without the closing boundary in between.
    for closed in (True, False):
        body = parts().replace(b"--outer--\r\n", b"--outer--\r\n" if closed else b"")
        signed = sign(invitation(body), l=str(len(plain.relaxed_body(body))))
        assert _covered(signed) == ("pass", True, None)
        added = b"--outer\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n" + EVIL + b"--outer--\r\n"
        assert _covered(signed + added) == ("pass", False, "length")


def test_a_second_content_type_uncovers_the_calendar() -> None:
    # AUTH-17
    for names in (GOOGLE, NAMES):
        raw = sign(invitation(), names=names)
        added = b"Content-Type: multipart/mixed; boundary=inner\r\n" + raw
        assert _covered(added) == ("pass", False, "structure-ambiguous")
        same = b'Content-Type: multipart/mixed; boundary="outer"\r\n' + raw
        assert _covered(same)[:2] == ("pass", False)


def test_another_boundary_under_a_google_signature() -> None:
    # AUTH-17: the signature holds, as Content-Type is not among what it signs; the body begins with another boundary.
    raw = sign(invitation(), names=GOOGLE)
    assert _covered(raw.replace(b'boundary="outer"', b'boundary="inner"')) == ("pass", False, "structure-ambiguous")
    hidden = b"Hello\r\n--evil\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n" + EVIL + b"--evil--\r\n"
    raw = sign(invitation(parts(hidden)), names=GOOGLE)
    assert _covered(raw)[:2] == ("pass", False)
    assert _covered(raw.replace(b'boundary="outer"', b'boundary="evil"'))[:2] == ("pass", False)


def test_a_signed_boundary_cannot_be_exchanged_whatever_the_text_holds() -> None:
    hidden = b"Hello\r\n--evil\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n" + EVIL + b"--evil--\r\n"
    assert _covered(sign(invitation(parts(hidden))))[:2] == ("pass", True)


def test_a_plain_text_made_into_parts() -> None:
    # A comment in somebody's notification, and the notification becomes the preamble.
    text = b"A visitor wrote:\r\n" + parts(boundary=b"evil")
    raw = sign(HEAD + b"Content-Type: text/plain\r\n\r\n" + text, names=GOOGLE)
    made = raw.replace(b"Content-Type: text/plain", b"Content-Type: multipart/mixed; boundary=evil", 1)
    assert _covered(made) == ("pass", False, "structure-ambiguous")


@pytest.mark.parametrize(
    "text",
    [
        b"Hello\r\n-- \r\nAnn\r\n",
        b"Yes\r\n\r\n-----Original Message-----\r\nFrom: Bob\r\nSubject: Plan\r\n\r\nSee you?\r\n",
        b"a\r\n--------\r\nb\r\n--\r\n",
        b"--\r\n\r\n--x\r\nContent is king: or not\r\n",
        b"Hi\r\n\r\n---------- Forwarded message ---------\r\nFrom: Bob\r\nContent-Type: text/plain\r\n\r\nhello\r\n",
        b"Hi\r\n--" + b"x" * 71 + b"\r\nContent-Type: text/plain\r\n\r\nhello\r\n",
        b"Hi\r\n--<tag>\r\nContent-Type: text/plain\r\n\r\nhello\r\n",
    ],
)
def test_lines_with_hyphens_that_begin_no_part_do_no_harm(text: bytes) -> None:
    assert _covered(sign(invitation(parts(text)), names=GOOGLE)) == BY_ITSELF


@pytest.mark.parametrize(
    "begun",
    [
        b"Content-Type: text/plain\r\n\r\n",
        b"X: y\r\ncontent-transfer-encoding: base64\r\n\r\nQkVHSU46VkNBTEVOREFS\r\n",
        b"\r\nBEGIN:VCALENDAR\r\n",
        b"\r\nhello\r\n\r\nbegin:vcalendar\r\n",
    ],
)
def test_lines_with_hyphens_that_could_begin_a_calendar_leave_doubt(begun: bytes) -> None:
    raw = sign(invitation(parts(b"Hello\r\n--evil\r\n" + begun)), names=GOOGLE)
    assert _covered(raw)[:2] == ("pass", False)


def test_a_boundary_named_in_a_text_is_none_of_the_tree() -> None:
    text = b"Hello\r\nContent-Type: multipart/mixed; boundary=evil\r\n\r\n--evil\r\nContent-Type: text/calendar\r\n\r\n"
    assert _covered(sign(invitation(parts(text)), names=GOOGLE))[:2] == ("pass", False)
    # Also where the part has no header, so that its text begins at once.
    bare = parts().replace(b"Content-Type: text/plain; charset=utf-8\r\n\r\n", b"\r\n" + text, 1)
    assert _covered(sign(invitation(bare), names=GOOGLE))[:2] == ("pass", False)


def test_a_forwarded_message_inside_has_boundaries_of_its_own() -> None:
    inside = b"Content-Type: message/rfc822\r\n\r\n" + HEAD + b"Content-Type: multipart/mixed; boundary=third\r\n\r\n"
    inside += parts(boundary=b"third").replace(b"inner", b"fourth") + b"\r\n--outer\r\n"
    body = parts().replace(b"--outer\r\nContent-Type: application", inside + b"Content-Type: application", 1)
    body = body.replace(inside, b"--outer\r\n" + inside, 1)
    assert _covered(sign(invitation(body), names=GOOGLE)) == BY_ITSELF


def test_the_encoding_of_many_parts_must_change_nothing() -> None:
    raw = sign(invitation(extra=b"Content-Transfer-Encoding: 8bit\r\n"))
    assert _covered(raw) == ("pass", True, None)
    assert _covered(raw.replace(b": 8bit", b": base64"))[:2] == ("pass", False)


SINGLE = HEAD + b"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n"


def test_a_calendar_alone_needs_its_own_fields_signed() -> None:
    raw = SINGLE + b"\r\n" + CALENDAR
    assert _covered(sign(raw)) == ("pass", True, None)
    assert _covered(sign(raw, names=GOOGLE)) == ("pass", False, "structure-unsigned")
    named = b"Content-Disposition: attachment; filename=invite.ics\r\n"
    assert _covered(named + sign(raw)) == ("pass", False, "structure-unsigned")
    assert _covered(sign(named + raw, names=[*NAMES, "content-disposition"])) == ("pass", True, None)


def test_a_calendar_alone_under_an_unsigned_encoding() -> None:
    encoded = SINGLE + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    tricky = CALENDAR.replace(b"SUMMARY:Plan", b"SUMMARY:Plan=0D=0AORGANIZER:mailto:eve@evil.test")
    harmless = CALENDAR.replace(b"DTSTART:", b"DTSTART;TZID=Europe/Berlin:")
    assert _covered(sign(encoded + tricky)) == ("pass", False, "structure-unsigned")
    assert _covered(sign(encoded + tricky, names=[*NAMES, "content-transfer-encoding"])) == ("pass", True, None)
    assert _covered(sign(SINGLE + b"\r\n" + tricky)) == ("pass", False, "structure-unsigned")
    assert _covered(sign(SINGLE + b"\r\n" + harmless))[:2] == ("pass", True)
    folded = CALENDAR.replace(b"SUMMARY:Plan", b"SUMMARY:Plan=\r\nORGANIZER:mailto:eve@evil.test")
    assert _covered(sign(SINGLE + b"\r\n" + folded)) == ("pass", False, "structure-unsigned")


def test_a_calendar_alone_in_base64_is_none_in_any_other_reading() -> None:
    encoded = SINGLE + b"Content-Transfer-Encoding: base64\r\n\r\n"
    body = base64.encodebytes(CALENDAR).replace(b"\n", b"\r\n")
    raw = sign(encoded + body)
    assert _covered(raw) == ("pass", True, None)
    assert _covered(sign(encoded + body + b"\r\n\r\n")) == ("pass", True, None)
    for added in (b"BEGIN:VCALENDAR\r\n", b"--\r\n"):
        assert _covered(sign(encoded + body + added))[:2] == ("pass", False)
        assert _covered(sign(encoded + added + body))[:2] == ("pass", False)


def test_a_message_that_programs_read_differently_is_not_covered() -> None:
    body = parts() + b"\r\n--outer\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n" + EVIL
    message = read_message(sign(invitation(body)))
    assert message.ambiguous
    assert _covered(sign(invitation(body))) == ("pass", False, "structure-ambiguous")


def test_many_lines_with_hyphens_cost_little_and_leave_doubt() -> None:
    def cost(count: int) -> float:
        raw = sign(invitation(parts(b"--x\r\n" * count)), names=GOOGLE)
        message = read_message(raw)
        assert message.headers
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            zone().run(verify(message, None, DEFAULT_LIMITS))
            best = min(best, time.process_time() - start)
        return best

    many = sign(invitation(parts(b"--x\r\n" * 5_000)), names=GOOGLE)
    assert _covered(many)[:2] == ("pass", False)
    assert cost(100_000) <= 20 * cost(10_000) + 0.02
