"""``salver release``: the operator hands the original of one held mail on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from salver.core.outcome import Exit
from salver.core.untrusted import for_terminal
from salver.doors.cli.configured import config_option, configured, refuse

if TYPE_CHECKING:
    from salver.config.schema import Settings


@click.command("release")
@click.argument("outcome_id", metavar="OUTCOME_ID")
@config_option
def command(outcome_id: str, config_path: Path | None) -> None:
    """Hand the original of a held mail on, as its person could do in the inbox.

    OUTCOME_ID is the identifier in the address of the invitation's page. The running salver serve hands the mail to
    smtp.next_hop ten seconds later; until then the person can take it back.
    """
    from salver.act.refused import Refused
    from salver.core.errors import StoreError

    settings = configured(config_path).settings
    if settings.smtp.next_hop is None:
        refuse("smtp.next_hop is not set, so there is nowhere to hand the mail on to.")
    try:
        mailbox = _release(settings, outcome_id)
    except Refused as refused:
        refuse(refused.public)
    except StoreError as error:
        refuse(error.public, status=Exit.UNAVAILABLE)
    click.echo(f"Recorded. The running salver serve hands the mail for {for_terminal(mailbox)} on in a few seconds.")


def _release(settings: Settings, outcome_id: str) -> str:
    """Record the decision as the person's own; returns the mailbox. Ends the program where there is no such outcome."""
    from salver.act.decisions import decide
    from salver.config.people import People
    from salver.store import outcomes
    from salver.store.database import open_store

    store = open_store(settings.store.url)
    try:
        with store.read() as connection:
            outcome = outcomes.by_id(connection, outcome_id)
        if outcome is None:
            refuse(f"there is no outcome {for_terminal(outcome_id)} in {settings.store.url}.")
        person = outcome.person or outcome.mailbox
        decide(store, settings, People(settings), person, outcome_id, "release", now=datetime.now(UTC))
        return outcome.mailbox
    finally:
        store.close()
