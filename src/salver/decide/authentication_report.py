"""What authentication found, as the report shows it (report.md)."""

from __future__ import annotations

from salver.decide.report import ReportArc, ReportAuthentication, ReportDkim, ReportDmarc, ReportSpf
from salver.observe.authentication.authenticated import Authentication


def report_authentication(found: Authentication) -> ReportAuthentication:
    """The ``authentication`` object of a report. Names in it were written by strangers."""
    spf, dmarc, arc = found.spf, found.dmarc, found.arc
    return ReportAuthentication(
        source=found.source,
        spf=ReportSpf(spf.result, spf.domain, spf.identity, spf.why),
        dkim=tuple(
            ReportDkim(one.result, one.domain, one.selector, one.covers_calendar, one.why) for one in found.dkim
        ),
        dmarc=ReportDmarc(dmarc.result, dmarc.domain, dmarc.policy, dmarc.why),
        arc=ReportArc(arc.result, arc.sealer, arc.why),
    )
