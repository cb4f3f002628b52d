"""``salver open``: a one-time link to the inbox, for whoever may read the store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from salver.core.errors import StoreError
from salver.core.outcome import Exit
from salver.doors.cli.configured import config_option, configured


@click.command("open")
@click.argument("person", required=False)
@config_option
@click.pass_context
def command(ctx: click.Context, person: str | None, config_path: Path | None) -> None:
    """Print a link that signs PERSON in, once, within ten minutes.

    PERSON is a name from [people] or a mail address. With one person configured it may be left out.
    """
    found = configured(config_path)
    from salver.config.people import People
    from salver.doors.http.desk import login_link
    from salver.store.database import open_store
    from salver.store.sessions import new_login

    settings = found.settings
    people = People(settings)
    if person is None and len(people.ids) == 1:
        person = people.ids[0]
    if person is None:
        names = ", ".join(people.ids) or "nobody is configured under [people]"
        raise click.UsageError(f"Whose inbox? ({names})")
    if "@" in person:
        person = people.person_of(person).id or person
    elif person not in people.ids:
        raise click.UsageError(f"{person} is not under [people]. Known: {', '.join(people.ids) or 'nobody'}")
    try:
        store = open_store(settings.store.url)
        with store.begin() as connection:
            token = new_login(connection, person, datetime.now(UTC))
    except StoreError as error:
        click.echo(f"salver open: {error.public}", err=True)
        ctx.exit(Exit.UNAVAILABLE)
    click.echo(login_link(settings, token))
