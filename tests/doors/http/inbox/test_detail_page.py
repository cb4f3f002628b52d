"""One invitation: the order of the decision, the evidence, their text, what a yes does, and what has come of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from salver.core.limits import DEFAULT_LIMITS
from salver.store import outbox
from salver.store.database import Store
from salver.store.schema import outcomes as rows
from tests.doors.http.house import OTTO, House, invitation, settings
from tests.doors.http.inbox.test_actions import PAYMENT, answer, contradiction, decision_of, jobs, known, new, unproved
from tests.doors.http.markup import Page


def detail(house: House, one: str) -> Page:
    found = house.browser().get(f"/invitations/{one}")
    assert found.status_code == 200
    page = Page(found.text)
    assert page.complaints() == []
    return page


def test_the_order_of_the_page_is_the_order_of_the_decision(house: House) -> None:
    whole = detail(house, house.deliver(invitation(**PAYMENT, location="https://fastpay-desk.test/x"))).text
    text = whole.partition("Sign out")[2]
    marks = [
        text.index(words)
        for words in (
            "“Urgent: supplier payment call”",
            "Contradiction",
            "Someone we cannot confirm as brightwater.example invites you.",
            "The invitation names brightwater.example, but fastpay-desk.test sent it.",
            "What to do",
            "Who really sent this",
            "When and where",
            "If you accept",
            "Links and numbers (1)",
            "What happened so far",
            "Their text",
            "For the curious",
            "Decline silently: nothing is sent.",
        )
    ]
    assert marks == sorted(marks)


def test_who_really_sent_it_when_it_does_not_match(house: House) -> None:
    text = detail(house, house.deliver(invitation(**PAYMENT, headers="Reply-To: office@quickdesk.test\r\n"))).text
    assert "Claims to be Helena Brandt helena.brandt@brightwater.example Not confirmed:" in text
    assert "Nothing shows that brightwater.example sent it." in text
    assert "Sent by a server for fastpay-desk.test Confirmed:" in text
    assert "A mail program would answer office@quickdesk.test Not confirmed: Another domain again." in text
    assert "Your answer goes to" not in text
    assert "Mail “From” line desk@fastpay-desk.test Odd:" in text
    assert "These do not match." in text
    assert "Signature None Not known: That is normal." in text
    assert "The address it names is in your contacts Yes" in text


def test_who_really_sent_it_when_it_matches(house: House) -> None:
    text = detail(house, new(house)).text
    assert "Claims to be Priya Raman priya@harbourchoir.example Confirmed: Confirmed." in text
    assert "Your answer goes to priya@harbourchoir.example Confirmed: The same address." in text
    assert "These match." in text
    assert "Mail “From” line" not in text
    assert "In your contacts No" in text


def test_a_known_sender_needs_no_bracket_and_no_advice(house: House) -> None:
    text = detail(house, known(house)).text
    assert "These match." not in text
    assert "What to do" not in text
    assert "In your contacts Yes" in text


def test_what_nobody_checked_is_no_accusation(house: House) -> None:
    text = detail(house, house.deliver(invitation(results=""))).text
    assert "Not known: Not checked." in text
    assert "These do not match." not in text
    assert "Not confirmed" not in text.partition("What happened")[0]
    assert "The address it names is in your contacts No" in text


def test_the_senders_zone_is_told(house: House) -> None:
    one = house.deliver(invitation(start="20261124T080000", end="20261124T090000", zone="America/New_York"))
    text = detail(house, one).text
    assert "Tue 24 Nov, 14:00–15:00, your time" in text
    assert "The sender wrote 08:00 on Tue 24 Nov in another time zone (America/New_York)." in text


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;COUNT=3", "every week, 3 times, then it ends"),
        ("FREQ=DAILY;INTERVAL=2;UNTIL=20261231T000000Z", "every 2 days, last on Tue 29 Dec"),
        ("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231T000000Z", "every week, until Thu 31 Dec"),
        ("FREQ=YEARLY", "every year, no end"),
    ],
)
def test_repetition_in_words(house: House, rule: str, words: str) -> None:
    assert words in detail(house, house.deliver(invitation(extra=f"RRULE:{rule}\r\n"))).text


def test_the_next_dates_of_a_series(house: House) -> None:
    text = detail(house, house.deliver(invitation(extra="RRULE:FREQ=WEEKLY;COUNT=3\r\n"))).text
    assert "Next dates Thu 3 Dec, Thu 10 Dec, Thu 17 Dec, at 19:00" in text


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"])
def test_dates_that_are_not_known_are_said_to_be_so(house: House, rule: str) -> None:
    text = detail(house, house.deliver(invitation(extra=f"RRULE:{rule}\r\n"))).text
    assert "Next dates We do not work them out for a rule like this." in text


def test_a_series_that_never_comes_is_not_said_to_be_over(house: House) -> None:
    found = detail(house, house.deliver(invitation(extra="RRULE:FREQ=YEARLY;BYDAY=1SA;BYYEARDAY=60\r\n"))).text
    assert "Next dates None that we can find." in found


def test_an_event_that_happens_once_has_no_next_dates(house: House) -> None:
    assert "Next dates" not in detail(house, house.deliver(invitation())).text


def test_their_text_folds_after_eight_lines(house: House) -> None:
    lines = "\\n".join(f"line {n}" for n in range(12))
    found = house.browser().get(f"/invitations/{house.deliver(invitation(description=lines))}")
    text = Page(found.text).text
    assert "Show 4 more lines" in text
    assert found.text.index("line 7") < found.text.index("Show 4 more lines") < found.text.index("line 8")


def test_links_cannot_be_clicked(house: House) -> None:
    one = house.deliver(invitation(description="See https://pay.evil.example/x?y=1 or call +1 202 555 0177"))
    page = detail(house, one)
    assert "hxxps://pay[.]evil[.]example/x?y=1" in page.text
    assert "evil.example" in page.text
    assert "+1 202 555 0177" in page.text
    assert all(href.startswith(("/", "#")) for href in page.values("href"))


def test_what_a_yes_does(house: House) -> None:
    extra = "ATTACH:https://harbourchoir.example/a.pdf\r\n"
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nDESCRIPTION:x\r\nEND:VALARM\r\n"
    text = detail(house, house.deliver(invitation(extra=extra + alarm))).text
    assert "Goes into Your calendar at dav.home.example" in text
    assert "alarms" in text.lower().partition("we leave out")[2][:60]
    assert "They learn That you accept, by mail to priya@harbourchoir.example" in text


def test_somebody_who_is_not_invited_sends_no_answer(house: House) -> None:
    one = house.deliver(invitation(to=OTTO))
    assert "They learn Nothing." in detail(house, one).text


def test_reasons_with_their_evidence(house: House) -> None:
    text = detail(house, contradiction(house)).text
    assert "organizer-contradicted" in text
    assert "danger" in text
    assert "helena.brandt@brightwater.example" in text.partition("organizer-contradicted")[2]


def test_the_history_of_one_meeting(house: House) -> None:
    first = known(house)
    browser = house.browser()
    decision_of(answer(house, browser, first, "accept"))
    house.clock.advance(hours=1)
    forged = house.deliver(
        invitation(
            uid="jan-1@acme.example",
            organizer="anna.keller@acme.example",
            author="desk@fastpay-desk.test",
            method="CANCEL",
            extra="SEQUENCE:9\r\n",
        )
    )
    page = detail(house, forged)
    history = page.text.partition("What happened so far")[2]
    assert "An invitation came from anna.keller@acme.example, confirmed." in history
    assert "You accepted." in history
    assert "A cancellation came, sent by fastpay-desk.test, not by anna.keller@acme.example." in history
    assert "Your meeting stays as it is." in page.text
    assert f"/invitations/{first}" in page.values("href")


@pytest.mark.parametrize(
    ("arrive", "filled", "beside"),
    [
        (known, "accept", ["tentative", "decline-silently"]),
        (new, "decline-silently", ["accept", "tentative"]),
        (unproved, "decline-silently", []),
        (contradiction, "decline-silently", []),
    ],
)
def test_the_buttons_of_each_level(house: House, arrive: object, filled: str, beside: list[str]) -> None:
    page = detail(house, arrive(house))  # type: ignore[operator]
    buttons = [
        (attributes.get("value"), attributes.get("class") or "")
        for tag, attributes in page.tags
        if tag == "button" and attributes.get("name") == "do"
    ]
    assert [value for value, kind in buttons if "btn--go" in kind] == [filled]
    assert [value for value, kind in buttons if "btn--go" not in kind] == beside


def test_an_answered_one_has_no_buttons(house: House) -> None:
    one = new(house)
    decision_of(answer(house, house.browser(), one, "decline-silently"))
    page = detail(house, one)
    assert "do" not in page.values("name")
    assert "You declined this." in page.text
    assert any(action.endswith("/undo") for action in page.values("action"))
    house.clock.advance(days=29)  # nothing has left, so there is no hurry
    assert any(action.endswith("/undo") for action in detail(house, one).values("action"))
    house.clock.advance(days=2)
    assert not any(action.endswith("/undo") for action in detail(house, one).values("action"))


def test_what_has_left_cannot_be_taken_back(house: House) -> None:
    one = new(house)
    decision_of(answer(house, house.browser(), one, "accept"))
    house.clock.advance(seconds=9)
    assert any(action.endswith("/undo") for action in detail(house, one).values("action"))
    house.clock.advance(seconds=2)
    assert not any(action.endswith("/undo") for action in detail(house, one).values("action"))


def test_a_calendar_that_does_not_answer_is_told(house: House) -> None:
    one = new(house)
    done = decision_of(answer(house, house.browser(), one, "accept"))
    job = next(job for job in jobs(house, done) if job.kind == "calendar")
    later = house.clock.now.replace(hour=11, minute=45)
    with house.store.begin() as connection:
        outbox.retry(connection, job, "The calendar server does not answer.", later)
    told = "Not yet in your calendar: The calendar server does not answer. We try again at 12:45."
    assert told in detail(house, one).text
    assert told in Page(house.browser().get("/?state=accepted").text).text
    with house.store.begin() as connection:
        outbox.fail(connection, job, "The calendar server refused the password.")
    failed = detail(house, one)
    assert "Not in your calendar: The calendar server refused the password." in failed.text
    assert f"/decisions/{done}/retry" in failed.values("action")
    browser = house.browser()
    again = browser.post(f"/decisions/{done}/retry", data={"csrf": house.csrf()})
    assert again.headers["location"] == f"/invitations/{one}"
    assert next(job for job in jobs(house, done) if job.kind == "calendar").state == "pending"
    assert browser.post(f"/decisions/{done}/retry", data={"csrf": house.csrf()}).status_code == 409
    with house.store.begin() as connection:
        outbox.done(connection, job, house.clock.now)
    assert "In your calendar." in detail(house, one).text


def test_the_original_may_be_gone(house: House) -> None:
    one = new(house)
    with house.store.begin() as connection:
        connection.execute(update(rows).where(rows.c.id == one).values(original_id=None))
    text = detail(house, one).text
    assert "The text is not kept here any more" in text
    raw = house.browser().get(f"/invitations/{one}/raw")
    assert raw.status_code == 404
    assert "The mail is in your mailbox." in raw.text


def test_a_borrowed_address_is_not_said_to_be_a_contact(house: House) -> None:
    one = house.deliver(invitation(uid="b@a.example", organizer="anna.keller@acme.example", results="none"))
    text = detail(house, one).text
    assert "The address it names is in your contacts Yes" in text
    assert "In your contacts" not in text


def test_a_known_invitation_was_not_kept_out(house: House) -> None:
    assert "confirmed. The mail went on as it came." in detail(house, known(house)).text
    assert "confirmed. We kept it out of your calendar." in detail(house, new(house)).text


def test_a_no_was_told_only_once_it_was_sent(house: House) -> None:
    one = new(house)
    done = decision_of(answer(house, house.browser(), one, "decline-and-tell", sure="yes"))
    assert "You declined. They will be told." in detail(house, one).text
    (job,) = jobs(house, done)
    with house.store.begin() as connection:
        outbox.fail(connection, job, "The server does not take it.")
    history = detail(house, one).text.partition("What happened so far")[2]
    assert "You declined." in history
    assert "told" not in history
    with house.store.begin() as connection:
        outbox.done(connection, job, house.clock.now)
    assert "You declined, and they were told." in detail(house, one).text


def test_a_no_that_was_taken_back_told_nobody(house: House) -> None:
    one = new(house)
    browser = house.browser()
    done = decision_of(answer(house, browser, one, "decline-and-tell", sure="yes"))
    browser.post(f"/decisions/{done}/undo", data={"csrf": house.csrf()})
    assert "You declined. Then you took that back." in detail(house, one).text


def test_a_block_says_whom_it_hit(house: House) -> None:
    alone = house.deliver(invitation(uid="check-1@d.example", results="none"), mail_from="")
    sender = new(house)
    went_along = house.deliver(invitation(uid="choir-2@harbourchoir.example"))
    browser = house.browser()
    for one in (alone, sender):
        decision_of(answer(house, browser, one, "block", sure="yes"))
    only_this = "You blocked this. Only this invitation was kept out, because nobody was confirmed."
    assert detail(house, alone).text.count(only_this) == 2
    assert "You blocked the sender." not in detail(house, alone).text
    assert detail(house, sender).text.count("You blocked the sender.") == 2
    assert detail(house, went_along).text.count("You blocked the sender.") == 1
    assert "Only this" not in detail(house, went_along).text


@pytest.mark.parametrize("method", ["PUBLISH", "REQUEST"])
def test_a_yes_that_nobody_is_told_of_says_so(house: House, method: str) -> None:
    guest = OTTO if method == "REQUEST" else "nora@home.example"
    one = house.deliver(invitation(uid="p@acme.example", organizer="anna.keller@acme.example", method=method, to=guest))
    text = detail(house, one).text
    assert "Accept: goes into your calendar. Nobody is told." in text
    assert "They learn Nothing." in text
    assert "Decline and tell them" not in text


def test_a_known_request_is_answered(house: House) -> None:
    text = detail(house, known(house)).text
    assert "Accept: goes into your calendar. The organizer is told." in text
    assert "Decline and tell them" in text


@pytest.mark.parametrize("method", ["REPLY", "COUNTER"])
def test_nobody_can_be_told_about_an_answer(house: House, method: str) -> None:
    assert "Decline and tell them" not in detail(house, house.deliver(invitation(method=method))).text


def test_nobody_can_be_told_without_a_server(store: Store, contacts: Path) -> None:
    house = House(store, settings(contacts, answers=False))
    assert "Decline and tell them" not in detail(house, new(house)).text


def test_a_long_raw_message_is_shown_in_part(house: House) -> None:
    most = DEFAULT_LIMITS.raw_shown_bytes
    raw = invitation(description="x" * 20 + "\n" + " padding\n" * (most // 9) + "END-OF-TEXT")
    one = house.deliver(raw)
    browser = house.browser()
    assert "only its beginning is shown" in detail(house, one).text
    shown = browser.get(f"/invitations/{one}/raw").text
    place = f"/invitations/{one}/raw?download=1"
    first = f"Only the first {most} of {len(raw)} bytes are shown. The whole message is a download: {place}"
    assert shown.startswith(f"{first}\n\n")
    assert len(shown.encode()) <= most + len(first) + 2
    assert browser.get(f"/invitations/{one}/raw?download=1").content == raw
    assert "only its beginning is shown" not in detail(house, new(house)).text
