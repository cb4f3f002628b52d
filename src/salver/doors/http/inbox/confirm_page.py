"""The page that asks before it acts: how far a yes goes, who learns what, whom a block hits."""

from __future__ import annotations

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from salver.core.envelope import domain_of
from salver.core.untrusted import Untrusted
from salver.doors.http.desk import Desk
from salver.doors.http.errors import Refused, nothing_to_answer
from salver.doors.http.inbox.accepting import Accepting, accepting
from salver.doors.http.inbox.choices import ACTIONS, Action
from salver.doors.http.inbox.detail_page import Heading, heading, load
from salver.doors.http.inbox.reasons import strongest
from salver.doors.http.inbox.subject import event_of, invitation_of
from salver.doors.http.inbox.visit import Visitor
from salver.doors.http.inbox.who import vouched
from salver.doors.http.pages import Pages
from salver.store import outcomes
from salver.store.outcomes import Outcome


class Reach(msgspec.Struct, frozen=True):
    """One radio button: how far the yes goes."""

    value: str
    words: str
    hint: str


class ConfirmPage(Heading, frozen=True, kw_only=True):
    """What ``confirm.html`` shows. ``reach`` is empty for answers that have no "from now on"."""

    action: Action
    label: str
    question: str
    why: str
    asked: str = ""
    effect: str
    effect_address: Untrusted | None = None
    reach: tuple[Reach, ...] = ()
    quiet: bool = False
    decline_instead: bool = False


@get("/invitations/{outcome_id:str}/confirm", sync_to_thread=True)
def show_confirm(
    desk: NamedDependency[Desk],
    pages: NamedDependency[Pages],
    visitor: NamedDependency[Visitor],
    outcome_id: FromPath[str],
    do: FromQuery[str] = "accept",
) -> Response[str]:
    """GET /invitations/{id}/confirm?do=: asks. Only reads."""
    action = ACTIONS.get(do)
    if action is None:
        raise Refused("bad-request", "There is no such answer.", "Go back and use the buttons on the page.")
    with desk.store.read() as connection:
        outcome = load(connection, visitor.person, outcome_id)
        original = outcomes.original(connection, outcome)
    if outcome.state != "waiting":
        raise nothing_to_answer(outcome.state)
    zone, now = desk.people.time_zone(visitor.person), desk.clock()
    top = heading(outcome, invitation_of(event_of(outcome), original, desk.limits), zone, now)
    page = _page(desk, visitor.person, outcome, action, top)
    return pages.response("confirm.html", visitor=visitor, page=page)


def _page(desk: Desk, person: str, outcome: Outcome, action: Action, top: Heading) -> ConfirmPage:
    base = {name: getattr(top, name) for name in top.__struct_fields__}
    if action in ("accept", "tentative"):
        yes = accepting(outcome.report, person, desk.settings, desk.people)
        if outcome.level == "contradiction":
            return _accept_contradiction(base, outcome, action, yes)
        return _accept(base, outcome, action, yes)
    if action == "decline-and-tell":
        return _tell(base, outcome, desk)
    if action == "release":
        return ConfirmPage(
            **base,
            action=action,
            label="Hand on the mail",
            question="Hand on the original mail?",
            why=strongest(outcome).why,
            effect="your mail program gets the mail as it came, the event included, and may put it into your calendar "
            "by itself. We tell nobody.",
        )
    if action == "block":
        return _block(base, outcome)
    return ConfirmPage(
        **base,
        action=action,
        label="Decline silently",
        question="Decline silently?",
        why=strongest(outcome).why,
        effect="nothing is sent, nothing is added.",
    )


def _accept(base: dict[str, object], outcome: Outcome, action: Action, yes: Accepting) -> ConfirmPage:
    claimed = outcome.report.identity.claimed
    reach = [Reach("once", "This time only", "The next invitation from there waits here again.")]
    if claimed and vouched(outcome.report):
        hint = f"Only when it is confirmed as {claimed}. You can take this back under Senders."
        reach.append(Reach("trust", "This time, and from now on", hint))
    return ConfirmPage(
        **base,  # type: ignore[arg-type]
        action=action,
        label="Accept" if action == "accept" else "Maybe",
        question="Accept, although something is odd?",
        why=strongest(outcome).why,
        effect=_effect(yes),
        effect_address=yes.learns_address,
        reach=tuple(reach),
        quiet=yes.learns_address is not None,
    )


def _accept_contradiction(base: dict[str, object], outcome: Outcome, action: Action, yes: Accepting) -> ConfirmPage:
    reach = [Reach("once", "This time only, and tell nobody", "No answer is sent: we do not know who would get it.")]
    trusted = trusted_author(outcome)
    if trusted:
        words = f"This time, and trust {trusted} from now on"
        hint = "You trust the address that we confirmed. The name on the card is not part of it."
        reach.append(Reach("trust", words, hint))
    return ConfirmPage(
        **base,  # type: ignore[arg-type]
        action=action,
        label="Accept",
        question="Accept, although the sender is not who it claims to be?",
        why=strongest(outcome).why,
        asked="Ask the real person first, on a number or an address you already have. It takes a minute.",
        effect=_effect(yes),
        reach=tuple(reach),
        decline_instead=True,
    )


def trusted_author(outcome: Outcome) -> str | None:
    """The one confirmed author of a contradiction: what trust, where chosen, binds to. Never the borrowed name."""
    report = outcome.report
    author = report.from_[0] if len(report.from_) == 1 else None
    return author if author and domain_of(author) in report.identity.contradicted_by else None


def _effect(yes: Accepting) -> str:
    goes = yes.goes_into[0].lower() + yes.goes_into[1:]
    left = "" if yes.left_out.startswith("Nothing") else f" We leave out: {yes.left_out.lower()}."
    if yes.learns_address is not None:
        return f"it goes into {goes.rstrip('.')}.{left} A “yes” goes to"
    if goes.startswith("your mailbox"):
        return f"it goes into {goes} We send no answer."
    return f"it goes into {goes.rstrip('.')}.{left} Nothing is sent."


def _tell(base: dict[str, object], outcome: Outcome, desk: Desk) -> ConfirmPage:
    organizer = outcome.organizer
    can = organizer is not None and desk.settings.submission.host is not None
    stranger = not vouched(outcome.report)
    unsure = " We do not know who reads that address." if stranger else ""
    return ConfirmPage(
        **base,  # type: ignore[arg-type]
        action="decline-and-tell",
        label="Decline and tell them",
        question="Decline, and let them know that you read this?",
        why=f"They learn that your address is real and that you saw the invitation.{unsure}",
        effect="nothing is added. A “no” goes to" if can else "nothing is added. No answer can be sent from here.",
        effect_address=Untrusted(organizer) if can and organizer else None,
    )


def _block(base: dict[str, object], outcome: Outcome) -> ConfirmPage:
    address, words = blocked_by(outcome)
    return ConfirmPage(
        **base,  # type: ignore[arg-type]
        action="block",
        label="Block",
        question="Block who sent this?",
        why="They learn nothing. You can take it back under Senders.",
        effect=f"this one is declined silently. {words}",
        effect_address=Untrusted(address) if address else None,
    )


def blocked_by(outcome: Outcome) -> tuple[str | None, str]:
    """Whom a block hits: only a sender that was confirmed, and a sentence that leads to the address."""
    report = outcome.report
    if vouched(report) and report.identity.claimed:
        return report.identity.claimed, "Kept out from now on is what comes confirmed from"
    author = trusted_author(outcome)
    if author:
        return author, "Kept out from now on is what comes confirmed from"
    return None, "The sender is not confirmed, so only this invitation is kept out."
