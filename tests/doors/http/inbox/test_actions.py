"""What each answer does, and that nothing is done twice, unasked, or for somebody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx import Response
from sqlalchemy import update

from salver.store import decisions, events, outbox, senders
from salver.store.database import Store
from salver.store.schema import outcomes as rows
from tests.doors.http.house import NORA, House, invitation, settings
from tests.doors.http.markup import Page

PAYMENT = {
    "uid": "pay-1@fastpay-desk.test",
    "organizer": "helena.brandt@brightwater.example",
    "name": "Helena Brandt",
    "author": "desk@fastpay-desk.test",
    "summary": "Urgent: supplier payment call",
}


def known(house: House) -> str:
    return house.deliver(invitation(uid="jan-1@acme.example", organizer="anna.keller@acme.example", name="Anna Keller"))


def new(house: House) -> str:
    return house.deliver(invitation())


def unproved(house: House) -> str:
    return house.deliver(invitation(uid="check-1@d.example", organizer="desk@okafor-dental.example", results="none"))


def contradiction(house: House) -> str:
    return house.deliver(invitation(**PAYMENT))


def answer(house: House, browser: Any, one: str, do: str, **more: str) -> Response:
    fields = {"csrf": house.csrf(), "do": do, **more}
    found: Response = browser.post(f"/invitations/{one}/actions", data=fields)
    return found


def decision_of(response: Response) -> str:
    assert response.status_code == 303, response.text
    return parse_qs(urlsplit(response.headers["location"]).query)["done"][0]


def jobs(house: House, decision_id: str) -> list[outbox.Job]:
    with house.store.read() as connection:
        return outbox.of_decision(connection, decision_id)


def kinds(house: House, decision_id: str) -> list[str]:
    return sorted(job.kind for job in jobs(house, decision_id) if job.state != "cancelled")


@pytest.mark.parametrize(("do", "partstat"), [("accept", "ACCEPTED"), ("tentative", "TENTATIVE")])
@pytest.mark.parametrize("arrive", [known, new])
def test_a_yes_goes_into_the_calendar_and_is_told(house: House, arrive: Any, do: str, partstat: str) -> None:
    one = arrive(house)
    browser = house.browser()
    done = decision_of(answer(house, browser, one, do))
    assert house.state(one) == "accepted"
    assert kinds(house, done) == ["calendar", "reply"]
    reply = next(job for job in jobs(house, done) if job.kind == "reply")
    assert f"PARTSTAT={partstat}" in str(reply.payload["message"])
    page = Page(browser.get(f"/?done={done}").text)
    assert "It goes into your calendar. The organizer is told." in page.text
    assert f"/decisions/{done}/undo" in page.values("action")


@pytest.mark.parametrize("arrive", [known, new, unproved, contradiction])
def test_declining_silently_sends_and_adds_nothing(house: House, arrive: Any) -> None:
    one = arrive(house)
    browser = house.browser()
    done = decision_of(answer(house, browser, one, "decline-silently"))
    assert house.state(one) == "declined"
    assert jobs(house, done) == []
    assert "Declined silently. Nobody was told. Nothing was added." in Page(browser.get(f"/?done={done}").text).text


@pytest.mark.parametrize("arrive", [known, new, unproved, contradiction])
@pytest.mark.parametrize("do", ["decline-and-tell", "release", "block"])
def test_what_others_notice_is_asked_first(house: House, arrive: Any, do: str) -> None:
    one = arrive(house)
    browser = house.browser()
    asked = answer(house, browser, one, do)
    assert asked.headers["location"] == f"/invitations/{one}/confirm?do={do}"
    assert house.state(one) == "waiting"
    page = Page(browser.get(asked.headers["location"]).text)
    assert "What will happen" in page.text
    assert f"/invitations/{one}/actions" in page.values("action")


@pytest.mark.parametrize("arrive", [unproved, contradiction])
def test_a_yes_to_something_odd_is_asked_first(house: House, arrive: Any) -> None:
    one = arrive(house)
    browser = house.browser()
    for how in ("", "x"):
        asked = answer(house, browser, one, "accept", how=how, sure="yes")
        assert asked.headers["location"] == f"/invitations/{one}/confirm?do=accept"
    assert house.state(one) == "waiting"


def test_no_answer_is_preset(house: House) -> None:
    one = unproved(house)
    page = Page(house.browser().get(f"/invitations/{one}/confirm").text)
    radios = [attributes for tag, attributes in page.tags if tag == "input" and attributes.get("type") == "radio"]
    assert [radio["value"] for radio in radios] == ["once", "trust"]
    assert all("checked" not in radio and "required" in radio for radio in radios)


def test_accepting_something_odd_once_binds_nothing(house: House) -> None:
    one = unproved(house)
    done = decision_of(answer(house, house.browser(), one, "accept", how="once"))
    assert kinds(house, done) == ["calendar", "reply"]
    with house.store.read() as connection:
        assert senders.listing(connection, "nora") == []


def test_adding_it_but_telling_nobody(house: House) -> None:
    one = unproved(house)
    browser = house.browser()
    done = decision_of(answer(house, browser, one, "accept", how="once", quiet="yes"))
    assert kinds(house, done) == ["calendar"]
    assert "It goes into your calendar. Nobody is told." in Page(browser.get(f"/?done={done}").text).text


def test_from_now_on_is_kept_and_can_be_removed(house: House) -> None:
    one = unproved(house)
    browser = house.browser()
    decision_of(answer(house, browser, one, "accept", how="trust"))
    page = Page(browser.get("/senders").text)
    assert "desk@okafor-dental.example" in page.values("value")
    removed = browser.post("/senders/remove", data={"csrf": house.csrf(), "remove": "desk@okafor-dental.example"})
    assert removed.headers["location"] == "/senders"
    assert "You have allowed nobody." in Page(browser.get("/senders").text).text


def test_a_contradiction_is_never_answered(house: House) -> None:
    one = contradiction(house)
    browser = house.browser()
    page = Page(browser.get(f"/invitations/{one}/confirm").text)
    assert "No answer is sent" in page.text
    assert "Nothing is sent." in page.text
    done = decision_of(answer(house, browser, one, "accept", how="once"))
    assert kinds(house, done) == ["calendar"]


def test_trust_binds_to_the_confirmed_sender_not_to_the_borrowed_name(house: House) -> None:
    one = contradiction(house)
    browser = house.browser()
    assert "trust desk@fastpay-desk.test from now on" in Page(browser.get(f"/invitations/{one}/confirm").text).text
    decision_of(answer(house, browser, one, "accept", how="trust"))
    with house.store.read() as connection:
        assert [word.address for word in senders.listing(connection, "nora")] == ["desk@fastpay-desk.test"]


def test_declining_and_telling(house: House) -> None:
    one = new(house)
    browser = house.browser()
    done = decision_of(answer(house, browser, one, "decline-and-tell", sure="yes"))
    assert house.state(one) == "declined"
    (job,) = jobs(house, done)
    assert job.kind == "reply"
    assert "PARTSTAT=DECLINED" in str(job.payload["message"])
    assert "Declined. The organizer is told. Nothing was added." in Page(browser.get(f"/?done={done}").text).text


def test_handing_on(house: House) -> None:
    one = new(house)
    done = decision_of(answer(house, house.browser(), one, "release", sure="yes"))
    assert house.state(one) == "released"
    assert kinds(house, done) == ["release"]


def test_blocking_a_confirmed_sender(house: House) -> None:
    one, other = new(house), house.deliver(invitation(uid="choir-2@harbourchoir.example"))
    browser = house.browser()
    page = Page(browser.get(f"/invitations/{one}/confirm?do=block").text)
    assert "priya@harbourchoir.example" in page.text
    done = decision_of(answer(house, browser, one, "block", sure="yes"))
    assert jobs(house, done) == []
    assert (house.state(one), house.state(other)) == ("blocked", "blocked")
    assert "priya@harbourchoir.example" in Page(browser.get("/senders").text).values("value")


def test_blocking_a_forged_name_keeps_out_what_comes_unconfirmed_from_its_mail_domain(house: House) -> None:
    one, other = (
        house.deliver(invitation(uid=uid, results="none", sent_from="bounce@mail.test"))
        for uid in ("m@m.test", "n@n.test")
    )
    elsewhere = house.deliver(invitation(uid="e@e.example", results="none"), mail_from="x@elsewhere.test")
    browser = house.browser()
    asked = Page(browser.get(f"/invitations/{one}/confirm?do=block").text).text
    assert "Nobody is confirmed. Kept out from now on is what comes unconfirmed from mail.test" in asked
    done = decision_of(answer(house, browser, one, "block", sure="yes"))
    assert [house.state(each) for each in (one, other, elsewhere)] == ["blocked", "blocked", "waiting"]
    told = Page(browser.get(f"/?done={done}").text).text
    assert "so what comes unconfirmed from the same mail domain is kept out from now on. Nobody was told." in told
    page = Page(browser.get("/senders").text)
    assert "You have blocked nobody." in page.text
    assert "What comes unconfirmed from mail.test" in page.text
    browser.post(f"/decisions/{done}/undo", data={"csrf": house.csrf()})
    assert [house.state(each) for each in (one, other)] == ["waiting", "waiting"]
    assert "mail.test" not in Page(browser.get("/senders").text).text


def test_the_owner_of_a_forged_name_still_gets_through(house: House) -> None:
    """The invitation claims Priya, and only the envelope proves her own domain (PRIV-18)."""
    mail_from = "x@harbourchoir.example"
    one = house.deliver(invitation(uid="f@f.example", results="none", sent_from=mail_from), mail_from=mail_from)
    decision_of(answer(house, house.browser(), one, "block", sure="yes"))
    genuine = house.deliver(invitation(), mail_from=mail_from)
    assert house.state(genuine) == "waiting"
    again = house.deliver(invitation(uid="g@g.example", results="none"), mail_from=mail_from)
    assert house.state(again) == "ignored"


@pytest.mark.parametrize("results", ["fail", "none", ""])
def test_blocking_a_forged_envelope_hits_nobody_who_is_honest(house: House, results: str) -> None:
    """Anybody can write a small firm into MAIL FROM: where SPF did not pass, only the forgery goes."""
    firm = {"organizer": "info@unprotected.example", "results": results}
    one, other = (house.deliver(invitation(uid=f"{n}@u.test", **firm), mail_from=firm["organizer"]) for n in range(2))
    browser = house.browser()
    assert "only this invitation is kept out" in Page(browser.get(f"/invitations/{one}/confirm?do=block").text).text
    decision_of(answer(house, browser, one, "block", sure="yes"))
    assert [house.state(each) for each in (one, other)] == ["blocked", "waiting"]
    later = house.deliver(invitation(uid="later@u.test", **firm), mail_from=firm["organizer"])
    assert house.state(later) == "waiting"


def test_blocking_a_forged_bounce_does_not_hit_anybody(house: House) -> None:
    one = house.deliver(invitation(uid="check-1@d.example", results="none"), mail_from="")
    browser = house.browser()
    assert "only this invitation is kept out" in Page(browser.get(f"/invitations/{one}/confirm?do=block").text).text
    done = decision_of(answer(house, browser, one, "block", sure="yes"))
    assert house.state(one) == "blocked"
    told = Page(browser.get(f"/?done={done}").text).text
    assert "Only this invitation was kept out, because nobody was confirmed. Nobody was told." in told
    assert "You have blocked nobody." in Page(browser.get("/senders").text).text


def test_undo_within_the_pause(house: House) -> None:
    one = new(house)
    browser = house.browser()
    done = decision_of(answer(house, browser, one, "accept"))
    house.clock.advance(seconds=9)
    undone = browser.post(f"/decisions/{done}/undo", data={"csrf": house.csrf()})
    assert undone.headers["location"] == f"/?undone={done}"
    assert house.state(one) == "waiting"
    assert kinds(house, done) == []
    with house.store.read() as connection:
        assert events.history(connection, "nora", "choir-1@harbourchoir.example").events[0].state == "waiting"
    told = Page(browser.get(f"/?undone={done}").text).text
    assert "Taken back. It waits for you again. Nothing was sent." in told
    decision_of(answer(house, browser, one, "decline-silently"))
    assert "waits for you again" not in Page(browser.get(f"/?undone={done}").text).text


def test_what_was_not_taken_back_is_not_said_to_be(house: House) -> None:
    done = decision_of(answer(house, house.browser(), new(house), "decline-silently"))
    browser = house.browser()
    for words in ("1", "x", done, "01ARZ3NDEKTSV4RRFFQ69G5FAV"):
        assert "aken back" not in Page(browser.get(f"/?undone={words}").text).text
    browser.post(f"/decisions/{done}/undo", data={"csrf": house.csrf()})
    otto = house.browser("otto")
    assert "aken back" not in Page(otto.get(f"/?undone={done}").text).text


def test_one_of_two_is_taken_back(house: House) -> None:
    silent, sent = new(house), house.deliver(invitation(uid="n2@n2.example", organizer="a@n2.example"))
    browser = house.browser()
    ids = [decision_of(answer(house, browser, one, do)) for one, do in ((silent, "decline-silently"), (sent, "accept"))]
    house.clock.advance(seconds=30)
    undone = browser.post("/decisions/undo", data={"csrf": house.csrf(), "decision": ids})
    told = Page(browser.get(undone.headers["location"]).text).text
    assert "1 of 2 taken back. Nothing of that was sent. It was too late for the rest." in told
    assert (house.state(silent), house.state(sent)) == ("waiting", "accepted")


def test_undo_comes_too_late(house: House) -> None:
    one = new(house)
    browser = house.browser()
    done = decision_of(answer(house, browser, one, "accept"))
    house.clock.advance(seconds=10)
    assert "/undo" not in browser.get(f"/?done={done}").text
    late = browser.post(f"/decisions/{done}/undo", data={"csrf": house.csrf()})
    assert late.status_code == 409
    assert "too late" in late.text
    assert house.state(one) == "accepted"


def test_nobody_undoes_for_somebody_else(house: House) -> None:
    one = new(house)
    done = decision_of(answer(house, house.browser(), one, "decline-silently"))
    otto = house.browser("otto")
    assert otto.post(f"/decisions/{done}/undo", data={"csrf": house.csrf("otto")}).status_code == 409
    assert "Declined" not in Page(otto.get(f"/?done={done}").text).text.replace("Waiting Accepted Declined", "")
    assert house.state(one) == "declined"


def test_a_second_answer_is_refused(house: House) -> None:
    one = new(house)
    browser = house.browser()
    decision_of(answer(house, browser, one, "decline-silently"))
    again = answer(house, browser, one, "accept")
    assert again.status_code == 409
    assert "answered already" in again.text
    assert browser.get(f"/invitations/{one}/confirm?do=block").status_code == 409


@pytest.mark.parametrize("do", ["", "x", "undo", "accept "])
def test_unknown_answers_are_refused(house: House, do: str) -> None:
    one = new(house)
    assert answer(house, house.browser(), one, do).status_code == 400
    assert house.state(one) == "waiting"


def test_the_client_writes_the_calendar_itself(store: Store, contacts: Path) -> None:
    house = House(store, settings(contacts, writer="client"))
    one = new(house)
    browser = house.browser()
    page = Page(browser.get(f"/invitations/{one}").text)
    assert "the original mail is handed on" in page.text
    assert "Maybe" not in page.text
    assert answer(house, browser, one, "tentative").status_code == 400
    assert house.state(one) == "waiting"
    done = decision_of(answer(house, browser, one, "accept"))
    assert house.state(one) == "accepted"
    assert kinds(house, done) == ["release"]
    assert "your mail program does the rest" in Page(browser.get(f"/?done={done}").text).text


def test_without_a_submission_server_nobody_is_told(store: Store, contacts: Path) -> None:
    house = House(store, settings(contacts, answers=False))
    one = new(house)
    browser = house.browser()
    assert "No server is set up that sends answers." in Page(browser.get(f"/invitations/{one}").text).text
    done = decision_of(answer(house, browser, one, "accept"))
    assert kinds(house, done) == ["calendar"]
    assert "Nobody is told." in Page(browser.get(f"/?done={done}").text).text


def test_what_act_refuses_is_said_in_its_own_sentence(house: House) -> None:
    one = new(house)
    with house.store.begin() as connection:
        connection.execute(update(rows).where(rows.c.id == one).values(original_id=None))
    refused = answer(house, house.browser(), one, "accept")
    assert refused.status_code == 409
    assert "The original of this invitation is not kept any more." in refused.text
    assert house.state(one) == "waiting"


@pytest.mark.parametrize(
    ("method", "do", "sentence"),
    [
        ("REPLY", "accept", "This cannot go into a calendar."),
        ("COUNTER", "tentative", "This cannot be answered with “maybe”."),
        ("PUBLISH", "decline-and-tell", "Nobody can be told about this."),
    ],
)
def test_only_what_the_page_offers_is_carried_out(house: House, method: str, do: str, sentence: str) -> None:
    one = house.deliver(invitation(uid="r@a.example", method=method))
    browser = house.browser()
    refused = answer(house, browser, one, do, how="once", sure="yes")
    assert refused.status_code == 400
    assert sentence in refused.text
    assert browser.get(f"/invitations/{one}/confirm?do={do}").status_code == 400
    assert house.state(one) == "waiting"


@pytest.mark.parametrize("arrive", [unproved, contradiction])
def test_something_odd_is_not_answered_with_maybe(house: House, arrive: Any) -> None:
    one = arrive(house)
    assert answer(house, house.browser(), one, "tentative", how="once").status_code == 400
    assert house.state(one) == "waiting"


@pytest.mark.parametrize("arrive", [known, new])
@pytest.mark.parametrize("do", ["accept", "tentative", "decline-silently"])
def test_what_needs_no_question_is_not_asked(house: House, arrive: Any, do: str) -> None:
    one = arrive(house)
    asked = house.browser().get(f"/invitations/{one}/confirm?do={do}")
    assert (asked.status_code, asked.headers["location"]) == (303, f"/invitations/{one}")


def test_a_strangers_change_is_asked_about_by_the_name_of_the_owner(house: House) -> None:
    browser = house.browser()
    decision_of(answer(house, browser, new(house), "accept"))
    house.clock.advance(minutes=1)
    change = house.deliver(invitation(organizer="eve@evil.example", name="Eve"))
    page = Page(browser.get(f"/invitations/{change}/confirm?do=accept").text)
    assert "Accept a change that harbourchoir.example did not send?" in page.text
    assert "is not who it claims to be" not in page.text
    cancel = house.deliver(invitation(organizer="eve@evil.example", name="Eve", method="CANCEL"))
    page = Page(browser.get(f"/invitations/{cancel}/confirm?do=accept").text)
    assert "Apply a cancellation that harbourchoir.example did not send?" in page.text


def test_a_cancellation_is_applied(house: House) -> None:
    first = known(house)
    browser = house.browser()
    decision_of(answer(house, browser, first, "accept"))
    house.clock.advance(minutes=1)
    cancel = invitation(
        uid="jan-1@acme.example",
        organizer="anna.keller@acme.example",
        name="Anna Keller",
        method="CANCEL",
        extra="SEQUENCE:1\r\nSTATUS:CANCELLED\r\n",
    )
    one = house.deliver(cancel)
    page = Page(browser.get(f"/invitations/{one}").text)
    assert "Apply" in page.text
    assert "taken out of your calendar" in page.text
    done = decision_of(answer(house, browser, one, "accept"))
    assert kinds(house, done) == ["calendar"]


def test_every_answer_is_recorded_for_its_person(house: House) -> None:
    one = new(house)
    done = decision_of(answer(house, house.browser(), one, "decline-silently"))
    with house.store.read() as connection:
        kept = decisions.get(connection, "nora", done)
        assert decisions.get(connection, "otto", done) is None
    assert kept is not None
    assert kept.outcome_id == one
    assert NORA not in kept.action
