"""Text from outside leaves only through its writers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.untrusted import Untrusted, as_seen, for_header, for_html, for_log, for_terminal, invisible


def test_it_cannot_be_printed_by_accident() -> None:
    text = Untrusted("hello")
    for printing in (str, lambda t: f"{t}", "%s".__mod__, "{}".format):
        with pytest.raises(TypeError):
            printing(text)
    assert "hello" not in repr(text)


@given(st.text())
def test_no_writer_lets_a_control_through(text: str) -> None:
    assert not any(invisible(c) for c in for_terminal(Untrusted(text)))
    assert not any(invisible(c) for c in for_header(Untrusted(text)))
    assert for_log(Untrusted(text)).isascii()
    assert "\n" not in for_log(Untrusted(text))
    assert "<script" not in for_html(Untrusted(text + "<script>"))


@given(st.text(alphabet="=?\x00 aq", max_size=30))
def test_no_header_text_can_be_decoded_into_something_else(text: str) -> None:
    assert "=?" not in for_header(Untrusted(text))
    assert for_header(Untrusted("=?utf-8?q?hi=0D=0ABcc:_x?=")) == "= ?utf-8?q?hi=0D=0ABcc:_x?="


def test_hidden_marks_become_labels_and_honest_ones_stay() -> None:
    assert for_html(Untrusted("a\u202eb")) == 'a<span class="ctl">RIGHT-TO-LEFT</span>b'
    family = "\U0001f468\u200d\U0001f469"
    assert for_html(Untrusted(family)) == family
    assert for_html(Untrusted("one\ntwo & <b>")) == "one\ntwo &amp; &lt;b&gt;"


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("Ada Berg", "Ada Berg"),
        ("A\u200bd\u00ada\u2060 B\u034fe\ufe0fr\u202eg\U000e0101", "Ada Berg"),
        ("Ada\u3164Berg\u2800\u115fX", "Ada Berg  X"),
        ("\uff21da\x00 \x1bBerg", "Ada Berg"),
        ("\u200b" * 4_000 + "Ada", "Ada"),
    ],
)
def test_a_name_as_it_is_seen(raw: str, seen: str) -> None:
    assert as_seen(raw, most=100) == seen


@given(st.text(max_size=300), st.integers(0, 50))
def test_what_is_seen_is_bounded_and_visible(text: str, most: int) -> None:
    seen = as_seen(text, most=most)
    assert len(seen) <= most
    assert not any(invisible(c) and not c.isspace() for c in seen)
