"""What authentication found, in words for people who do not know what DKIM is. Foreign names are escaped."""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.untrusted import for_terminal
from salver.decide.report import ReportArc, ReportAuthentication, ReportDkim, ReportDmarc, ReportSpf

_SOURCES = {
    "own": "Found out here, by asking the DNS.",
    "upstream": "As a mail server you trust reported it.",
    None: "Nobody looked: no server you trust reported anything, and the DNS was not asked.",
}
_DMARC = {
    "pass": "{domain} stands behind this mail: it is from there.",
    "fail": "Nothing proves that this mail is from {domain}, and it says that its mail can be proved.",
    "none": "{domain} says nothing about how its mail can be proved.",
    "temperror": "Whether this mail is from {domain} could not be found out just now.",
    "permerror": "{domain} says it in a way that cannot be read.",
    "not-asked": "Nobody looked whether this mail is from {domain}.",
}
_DKIM = {
    "pass": "{domain} signed this mail, and nothing it signed was changed.",
    "fail": "A signature in the name of {domain} does not hold: it is forged, or the mail was changed on its way.",
    "temperror": "The key for a signature in the name of {domain} could not be had just now.",
    "not-asked": "There is a signature in the name of {domain}. Nobody looked whether it holds.",
}
_SPF = {
    "pass": "The machine that sent it may send for {domain}.",
    "fail": "The machine that sent it may not send for {domain}.",
    "softfail": "The machine that sent it probably may not send for {domain}.",
    "neutral": "{domain} does not say whether the machine that sent it may.",
    "none": "{domain} does not say which machines may send for it.",
    "temperror": "Which machines may send for {domain} could not be found out just now.",
    "permerror": "What {domain} says about its machines cannot be read.",
    "unavailable": "Whether the machine that sent it may send for {domain} could not be looked at.",
    "not-asked": "Nobody looked which machine sent it.",
}
_SPF_WHY = {
    "no-client-address": "Which machine sent it is not known.",
    "no-mail-from": "For whom it was sent is not known: the envelope is missing.",
}
_ARC = {
    "pass": "Lists or forwarders handed it on and sealed what they saw.",
    "fail": "A seal of a list or forwarder does not hold.",
    "none": "No list or forwarder sealed it.",
    "not-asked": "Nobody looked for seals of lists and forwarders.",
    "unavailable": "The seals of lists and forwarders could not be checked.",
}


_COVERED = " The calendar is covered."
_COVERED_MAYBE = " The calendar is covered, if the mail had parts when it was signed: that was left unsigned."
_NOT_COVERED = " The calendar is not safely covered: it may have been changed or added."


def lines(found: ReportAuthentication) -> Iterator[str]:
    """One line a check, the one that matters most first: its name in the standards, its result, a sentence."""
    yield _SOURCES.get(found.source, "")
    yield _dmarc(found.dmarc)
    for signature in found.dkim:
        yield _dkim(signature)
    if not found.dkim:
        yield _line("DKIM", "none" if found.source else "not-asked", "No signature was found.", None)
    yield _spf(found.spf)
    yield _arc(found.arc)


def _line(check: str, result: str, sentence: str, why: str | None) -> str:
    reason = f" ({for_terminal(why)})" if why else ""
    return f"{check:6}{for_terminal(result):12}{sentence}{reason}"


def _domain(name: str | None, otherwise: str) -> str:
    return for_terminal(name) if name else otherwise


def _dmarc(dmarc: ReportDmarc) -> str:
    sentence = _DMARC.get(dmarc.result, "An unknown result about {domain}.")
    if dmarc.why == "author-ambiguous":
        sentence = "From does not name exactly one author, so nobody can be proved to have written this."
    asks = {"reject": " It asks to refuse such mail.", "quarantine": " It asks to treat such mail as spam."}
    text = sentence.format(domain=_domain(dmarc.domain, "the domain in From"))
    text += asks.get(dmarc.policy or "", "") if dmarc.result == "fail" else ""
    return _line("DMARC", dmarc.result, text, dmarc.why)


def _dkim(signature: ReportDkim) -> str:
    sentence = _DKIM.get(signature.result, "A signature in the name of {domain} cannot be used.")
    text = sentence.format(domain=_domain(signature.domain, "nobody that can be read"))
    if signature.result == "pass" and signature.covers_calendar is not None:
        surely = _COVERED if signature.why is None else _COVERED_MAYBE
        text += surely if signature.covers_calendar else _NOT_COVERED
    return _line("DKIM", signature.result, text, signature.why)


def _spf(spf: ReportSpf) -> str:
    sentence = _SPF_WHY.get(spf.why or "") or _SPF.get(spf.result, "An unknown result about {domain}.")
    text = sentence.format(domain=_domain(spf.domain, "the sender's domain"))
    if spf.identity == "helo":
        text += " That is only what the machine calls itself, not the sender."
    return _line("SPF", spf.result, text, spf.why)


def _arc(arc: ReportArc) -> str:
    text = _ARC.get(arc.result, "An unknown result.")
    if arc.sealer:
        text += f" You trust {for_terminal(arc.sealer)} among them."
    elif arc.result == "pass":
        text += " None of them is one you trust, so nothing rests on it."
    return _line("ARC", arc.result, text, arc.why)
