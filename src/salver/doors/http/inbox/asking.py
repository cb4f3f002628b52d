"""What is asked before an answer is carried out: how far a yes goes, who learns what, whom a block hits."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from salver.act.identity_words import domain_to_block, whom_to_allow, whom_to_block
from salver.config.people import People
from salver.config.schema import Settings
from salver.core.untrusted import Untrusted
from salver.decide.report import Report
from salver.doors.http.inbox.accepting import Accepting, accepting, answer_address
from salver.doors.http.inbox.blocking import Reach as BlockReach
from salver.doors.http.inbox.blocking import reach_before
from salver.doors.http.inbox.choices import Action, accept_label
from salver.doors.http.inbox.kinds import kind_of
from salver.doors.http.inbox.reasons import strongest
from salver.doors.http.inbox.who import vouched
from salver.store.outcomes import Outcome

_ALSO: dict[BlockReach, str] = {
    "sender": " So is everything of theirs that waits.",
    "unconfirmed": " So is everything that waits and came unconfirmed from there.",
    "only": "",
}


class Reach(msgspec.Struct, frozen=True):
    """One radio button: how far the yes goes."""

    value: str
    words: str
    hint: str


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One question. ``reach`` is empty for answers that have no "from now on"; ``effect_address`` ends the sentence of
    ``effect``; ``decline_instead`` makes the silent answer the filled button."""

    action: Action
    label: str
    question: str
    why: str
    effect: str
    effect_address: Untrusted | None = None
    asked: str = ""
    reach: tuple[Reach, ...] = ()
    quiet: bool = False
    decline_instead: bool = False


def ask(outcome: Outcome, action: Action, person: str, settings: Settings, people: People) -> Ask:
    """The question for one answer to one invitation. Only for answers that are asked for (``choices.asks_first``)."""
    questions: dict[Action, Callable[[Outcome, Action, str, Settings, People], Ask]] = {
        "accept": _accept,
        "tentative": _accept,
        "decline-and-tell": _tell,
        "release": _release,
        "block": _block,
    }
    return questions[action](outcome, action, person, settings, people)


def block_sentence(outcome: Outcome) -> tuple[str, Untrusted | None]:
    """Whom a block hits: a sentence, and what ends it: the confirmed address, or where nobody is confirmed the mail
    domain that it came from, if there is one."""
    address, domain = whom_to_block(outcome.report), domain_to_block(outcome.report, outcome.envelope_domain)
    if address is not None:
        return "Kept out from now on is what comes confirmed from", Untrusted(address)
    if domain is not None:
        return "Nobody is confirmed. Kept out from now on is what comes unconfirmed from", Untrusted(domain)
    return "The sender is not confirmed, so only this invitation is kept out.", None


def _accept(outcome: Outcome, action: Action, person: str, settings: Settings, people: People) -> Ask:
    yes = accepting(outcome.report, person, settings, people)
    label = accept_label(kind_of(outcome.report)) if action == "accept" else "Maybe"
    contradicted = outcome.level == "contradiction"
    return Ask(
        action=action,
        label=label,
        question=_question(outcome, label),
        why=strongest(outcome).why,
        asked="Ask the real person first, on a number or an address you already have." if contradicted else "",
        effect=_effect(yes),
        effect_address=yes.learns_address,
        reach=_reach_of_contradiction(outcome.report) if contradicted else _reach(outcome.report),
        quiet=yes.learns_address is not None,
        decline_instead=contradicted,
    )


def _question(outcome: Outcome, label: str) -> str:
    """Of a stranger's word about somebody's meeting it counts who did not send it: the stranger may hide nothing."""
    code, params = outcome.headline.code, outcome.headline.params
    owner = params.get("bound") or params.get("old") or params.get("claimed") or "the organizer"
    if code == "cancel-from-stranger":
        return f"{label} a cancellation that {owner} did not send?"
    if code in ("update-from-stranger", "organizer-changed"):
        return f"{label} a change that {owner} did not send?"
    contradicted = outcome.level == "contradiction"
    odd = "although the sender is not who it claims to be?" if contradicted else "although something is odd?"
    return f"{label}, {odd}"


def _reach(report: Report) -> tuple[Reach, ...]:
    once = Reach("once", "This time only", "The next invitation from there waits here again.")
    allowed = whom_to_allow(report)
    if allowed is None:
        return (once,)
    hint = f"Only when it is confirmed as {allowed}. You can take this back under Senders."
    return (once, Reach("trust", "This time, and from now on", hint))


def _reach_of_contradiction(report: Report) -> tuple[Reach, ...]:
    once = Reach("once", "This time only, and tell nobody", "No answer is sent: we do not know who would get it.")
    allowed = whom_to_allow(report)
    if allowed is None:
        return (once,)
    hint = "You trust the address that we confirmed. The name on the card is not part of it."
    return (once, Reach("trust", f"This time, and trust {allowed} from now on", hint))


def _effect(yes: Accepting) -> str:
    goes = yes.goes_into[:1].lower() + yes.goes_into[1:]
    if goes.startswith("your mailbox"):
        return f"it goes into {goes} We send no answer."
    if not goes.startswith("your calendar"):
        return f"{goes} Nothing is sent."
    left = "" if yes.left_out == "Nothing" else f" We leave out: {yes.left_out.lower()}."
    answer = "A “yes” goes to" if yes.learns_address is not None else "Nothing is sent."
    return f"it goes into {goes}.{left} {answer}"


def _tell(outcome: Outcome, action: Action, person: str, settings: Settings, people: People) -> Ask:
    organizer = answer_address(outcome.report, person, settings, people)
    unsure = "" if vouched(outcome.report) else " We do not know who reads that address."
    return Ask(
        action=action,
        label="Decline and tell them",
        question="Decline, and let them know that you read this?",
        why=f"They learn that your address is real and that you saw the invitation.{unsure}",
        effect="nothing is added. A “no” goes to" if organizer else "nothing is added. No answer can be sent to this.",
        effect_address=Untrusted(organizer) if organizer else None,
    )


def _release(outcome: Outcome, action: Action, *_: object) -> Ask:
    return Ask(
        action=action,
        label="Hand on the mail",
        question="Hand on the original mail?",
        why=strongest(outcome).why,
        effect="your mail program gets the mail as it came, the event included, and may put it into your calendar by "
        "itself. We tell nobody.",
    )


def _block(outcome: Outcome, action: Action, *_: object) -> Ask:
    words, address = block_sentence(outcome)
    also = _ALSO[reach_before(outcome)]
    return Ask(
        action=action,
        label="Block",
        question="Block who sent this?",
        why="They learn nothing." if address is None else "They learn nothing. You can take it back under Senders.",
        effect=f"this one is declined silently.{also} {words}",
        effect_address=address,
    )
