"""Every numeric limit in one place, with its reason. Nothing else in the house writes such a number down.

Reaching a limit is never an error: the reader stops there, says so by a ``Defect``, and what could not be read counts
as unread (threats DOS-01..DOS-30).
"""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a message is read, asked and kept. Sizes are bytes, times are seconds, the rest are counts."""

    # A message larger than this is refused by the door (RFC 1870) and read only up to here by the command line.
    message_bytes: int = 50 * 1024 * 1024
    # Real mail nests four or five levels; deeper nesting only serves to exhaust readers (DOS-14, MIME-30).
    mime_depth: int = 24
    # One genuine mail carried 11 calendar parts; nobody honest sends hundreds of parts (DOS-15).
    mime_parts: int = 500
    # Header fields of one entity (DOS-16); the longest honest headers have some hundred.
    header_fields: int = 1000
    # All header bytes of one entity together (DOS-16).
    header_bytes: int = 512 * 1024
    # Parameters of one field. Honest fields have five; a long file name in sections (RFC 2231 3) some dozen (DOS-18).
    header_parameters: int = 100
    # Blanks behind a delimiter (RFC 2046 5.1.1); more are no accident, and the line counts as none (MIME-19).
    delimiter_blanks: int = 200
    # Signs of padding inside one base64 body; whoever writes more wants to keep a reader busy (MIME-10).
    base64_paddings: int = 10_000
    # Decoded bytes of one calendar part; genuine invitations stay below 100 kB (DOS-05, DOS-14).
    calendar_bytes: int = 1024 * 1024
    # Calendar parts that are read; further ones are counted and make the message "too much to read".
    calendar_parts: int = 50
    # Content lines of all calendars of a message (DOS-06): a thousand events of twenty lines.
    calendar_lines: int = 20_000
    # Lines of one calendar before unfolding: five for each content line (DOS-15).
    calendar_folded_lines: int = 100_000
    # Bytes of one content line before unfolding; the longest genuine descriptions have some ten thousand (DOS-14).
    calendar_line_bytes: int = 256 * 1024
    # Properties of one component (DOS-13): the attendees and all the rest.
    calendar_properties: int = 4_000
    # Parameters of one property; the standards know some twenty.
    calendar_parameters: int = 200
    # Bytes of all untidy calendars of a message that are read again as other programs would, counted once for every way
    # to read; a feed in Latin-1 of 128 kB has two ways. More is too much to read: this much takes 30 ms (DOS-05).
    calendar_again_bytes: int = 256 * 1024
    # Bytes read of a calendar with far too many lines or components: enough to say whose it is.
    calendar_beginning_bytes: int = 32 * 1024
    # VTIMEZONEs of one calendar that are looked at (DOS-10).
    calendar_zones: int = 20
    # Characters of a UID that are kept as they are; a longer one is kept as its beginning and its hash (DOS-22).
    uid_characters: int = 1_000
    # Components inside one calendar part (DOS-06).
    calendar_components: int = 2_000
    # Nesting of components; RFC 5545 needs three levels (DOS-07).
    calendar_depth: int = 8
    # Invitations (distinct UIDs) taken from one message (SPAM-17).
    calendar_objects: int = 100
    # Attendees kept for one invitation (DOS-08); a company-wide invitation may have a few thousand.
    attendees: int = 2_000
    # Characters of one text property that are kept for display and link extraction (DOS-09).
    text_characters: int = 32_768
    # Characters of one recurrence rule that are read; the longest honest ones have some two hundred.
    recurrence_characters: int = 2_000
    # Entries of one BY list of a rule (DOS-05); a list of every minute of an hour has 60.
    recurrence_list: int = 64
    # Single dates (RDATE) or exceptions (EXDATE) of one event (DOS-09).
    recurrence_dates: int = 1_000
    # Occurrences a year: eight a day. Whoever wants more needs no calendar (DOS-01).
    recurrence_a_year: int = 2_928
    # Occurrences that may come closer together than that: a day of quarters of an hour.
    recurrence_burst: int = 96
    # Occurrences a COUNT may ask for: every day for a lifetime of ninety years is 32,850 (DOS-04).
    recurrence_count: int = 36_600
    # Occurrences before today that a program must walk over to find the next one (DOS-02).
    recurrence_before_now: int = 50_000
    # Occurrences at once: a series of days that each last a week is a slip of the hand, more is not.
    recurrence_at_once: int = 7
    # Years from now to the beginning of a series; nobody plans further ahead (SPAM-09).
    recurrence_years_ahead: int = 10
    # Dates of a series that a page shows.
    expansion_dates: int = 5
    # Time of the process that works them out: on the clock, and as much of the processor (DOS-01..DOS-07).
    expansion_seconds: float = 1.0
    # Address space of that process; Python itself needs a fifth of it.
    expansion_bytes: int = 128 * 1024 * 1024
    # Pages that may wait for dates at once; they are worked out one after the other.
    expansion_queue: int = 4
    # Values of one CMS structure that are walked over on the way to the signed content; it comes in pieces (DOS-26).
    # A mail of 25 MB signed in pieces of a thousand bytes has half as many.
    asn1_values: int = 50_000
    # Nesting of them: SignedData needs seven levels, content in pieces of pieces some more.
    asn1_depth: int = 16
    # Attributes of one TNEF stream; Exchange writes some twenty and four for each attachment (DOS-20).
    tnef_attributes: int = 2_000
    # Property values of one TNEF stream; a meeting has some two hundred, each attachment twenty.
    tnef_properties: int = 20_000
    # A message attached to a TNEF message, and one attached to that.
    tnef_depth: int = 3
    # Bytes at either end of an archive in which names are looked for; a directory of 10,000 files fits (DOS-20).
    archive_bytes: int = 1024 * 1024
    # Bytes of the name a gzip file carries (RFC 1952 2.3).
    archive_name_bytes: int = 512
    # Names listed of one archive.
    archive_names: int = 10_000
    # Events noted outside calendars: marked up in HTML, or behind "add to calendar" links (MIME-30).
    other_forms: int = 50
    # Characters of one address field that says who wrote: the longest honest ones have a few hundred (DOS-16, DOS-18).
    author_characters: int = 4_096
    # Lines of a header that some program takes for From or Resent-From: honest mail has one, and one for every time it
    # was sent on (DOS-16).
    author_fields: int = 50
    # Signatures of one message that are tried; honest mail has up to four. Each may cost a look-up and a hash (DOS-16).
    dkim_signatures: int = 10
    # Octets of one signature field: long lists of names and an RSA key of 8,192 bits have some six thousand.
    dkim_signature_bytes: int = 16 * 1024
    # Octets of a key record: RSA with 8,192 bits has 1,430 (AUTH-20).
    dkim_key_bytes: int = 4_096
    # Bits of an RSA key: fewer prove nothing (RFC 8301 3.2).
    dkim_key_bits_least: int = 1_024
    # More bits only cost time (AUTH-20).
    dkim_key_bits_most: int = 8_192
    # How far clocks may differ where x= is compared with the time of receipt (AUTH-20).
    dkim_clock_seconds: int = 300
    # How far t= may lie ahead of it: a clock set to the wrong zone is a slip.
    dkim_future_seconds: int = 86_400
    # Lines of a body that could be delimiters, looked at where the signature leaves the boundary open (AUTH-17).
    dkim_delimiters: int = 2_000
    # Sets of one ARC chain (RFC 8617 5.1).
    arc_sets: int = 50
    # Octets of one Authentication-Results field of a trusted server: the longest honest ones have some two thousand.
    results_bytes: int = 16 * 1024
    # Results in it; honest fields have a handful (DOS-16).
    results: int = 50
    # Terms of an SPF evaluation that ask the DNS (RFC 7208 4.6.4).
    spf_lookups: int = 10
    # Such terms that may come back without an answer (RFC 7208 4.6.4).
    spf_void_lookups: int = 2
    # Mail exchangers of one mx that are looked up (RFC 7208 4.6.4).
    spf_mx_names: int = 10
    # Names of the client that are looked up for one ptr (RFC 7208 4.6.4).
    spf_ptr_names: int = 10
    # Characters of one SPF record: the longest in use have some three thousand.
    spf_record_characters: int = 8_192
    # Names of one walk from a domain to its top, the domain itself included (RFC 9989 4.10).
    dmarc_lookups: int = 8
    # Characters of one DMARC record: most are lists of report addresses.
    dmarc_record_characters: int = 4_096
    # Received fields that are looked at on the way down to the host a message came from.
    received_fields: int = 50
    # Links reported for one message.
    links: int = 200
    # Phone numbers reported for one message.
    phones: int = 50
    # Parallel batches of questions for one message: 3 are typical (architecture 1).
    rounds: int = 12
    # Questions in one round: bounded by recipients times invitations.
    questions: int = 2_000
    # Known domains, and known addresses, that one speaker is said to look like: a reader needs one or two (SPF-34).
    lookalikes: int = 8
    # Speakers and names compared with whom people know, for one message and all its mailboxes; a mailbox may always
    # have eight of them compared (DOS-25). A mail of a hundred organizers is no honest one.
    likeness_questions: int = 200
    # Questions about the DNS for one message. Honest mail needs ten; SPF alone may ask for a hundred (DOS-25).
    dns_questions: int = 300
    # Waiting for one DNS answer, all tries, all servers and all aliases together.
    dns_seconds: float = 2.0
    # The pause before a DNS question is sent again, to the next server where there is one.
    dns_try_seconds: float = 0.7
    # Waiting for the DNS for one message, all rounds together: less than inspection_seconds, so that a dead resolver
    # makes results unavailable and never a message unchecked (architecture 3.11).
    dns_message_seconds: float = 3.5
    # DNS questions on their way at once, for all messages: each takes a socket.
    dns_at_once: int = 200
    # Of these, so many for one message: whoever sends mail chooses names that never answer (DOS-28).
    dns_at_once_for_one: int = 20
    # Aliases (CNAME) followed for one question; honest chains have three.
    dns_aliases: int = 8
    # Octets of one answer that are looked at; the longest honest ones have some ten thousand (DOS-25).
    dns_answer_bytes: int = 32 * 1024
    # Octets of the answers kept in memory, with what keeping them costs.
    dns_cache_bytes: int = 4 * 1024 * 1024
    # The least time an answer is kept: the rounds of one message, and a mail to several mailboxes.
    dns_least_seconds: float = 5.0
    # The longest time an answer is kept, whatever its TTL says; a key that was taken back is gone after this.
    dns_most_seconds: float = 3600.0
    # The longest time "there is none" is kept (RFC 2308 5): a key that has just been published is seen soon.
    dns_nothing_seconds: float = 600.0
    # How long a failure is kept (RFC 9520 3.2: from one second to five minutes).
    dns_failure_seconds: float = 10.0
    # Recipients of one SMTP transaction (RFC 5321 4.5.3.1.8 asks for at least 100).
    recipients: int = 1_000
    # One SMTP command line. RFC 5321 4.5.3.1.4 says 512; extensions add to it (SMTPUTF8, DSN, XFORWARD).
    command_bytes: int = 4_096
    # Wrong commands before the door hangs up (OPS-06).
    bad_commands: int = 20
    # Simultaneous connections to the SMTP door.
    connections: int = 200
    # Silence before the door hangs up (RFC 5321 4.5.3.2.7 asks for five minutes).
    idle_seconds: float = 300.0
    # How often a verdict is made anew when history has moved (architecture 1); then the message is `unchecked`.
    judgements: int = 3
    # A message above this is read in a thread, so that the door goes on answering: about two milliseconds of work.
    aside_bytes: int = 64 * 1024
    # Time for one inspection; afterwards the message is `unchecked` (architecture 3.11).
    inspection_seconds: float = 5.0
    # Waiting for the next hop's answer (RFC 5321 4.5.3.2.6: ten minutes after the final dot; five here, the client
    # upstream waits ten).
    next_hop_seconds: float = 300.0
    # Colleagues who must know an address before it counts as known to the house: fewer would give them away.
    colleagues: int = 5
    # Addresses kept that one person wrote to; a busy mailbox of ten years has some five thousand.
    correspondents: int = 20_000
    # Recipients of one mail that still is a letter; more is a circular, and nobody knows all whom a circular reaches.
    letter_recipients: int = 100
    # Bytes read of one mail of a Sent folder: its header, and enough to see that it only answers an invitation.
    sent_mail_bytes: int = 128 * 1024
    # Mails of a Sent folder read at once; the rest follows at the next look.
    sent_mails_at_once: int = 500
    # The pause between two looks at a Sent folder.
    sent_folder_seconds: float = 60.0
    # The pause between two looks at an address book.
    address_book_seconds: float = 900.0
    # Cards of one address book; the largest honest ones have some ten thousand.
    address_book_cards: int = 20_000
    # Cards asked for in one request; with photographs that are some megabytes.
    address_book_batch: int = 50
    # Bytes of one answer of a CardDAV server.
    address_book_bytes: int = 32 * 1024 * 1024
    # Addresses of one card (RFC 6350 6.4.2).
    card_addresses: int = 20
    # How long a list of everybody a person knows is used for look-alikes before it is made anew.
    likeness_seconds: float = 60.0
    # Waiting for a CalDAV, CardDAV or submission server.
    remote_seconds: float = 20.0
    # The pause in which a person can take an answer back before anything leaves.
    undo_seconds: float = 10.0
    # How long an answer that sent nothing (silent decline, block) can be taken back; the original is kept as long.
    take_back_seconds: float = 30 * 86_400.0
    # Attempts of one job of the outbox, most of a day; an event written later than that helps nobody.
    outbox_attempts: int = 30
    # The pause after a failure is undo_seconds, doubled each time and so many times at most (43 minutes).
    outbox_doublings: int = 8
    # A one-time sign-in link: long enough to open a mail, short enough for a link that lies in a mailbox.
    login_seconds: float = 600.0
    # A session, counted from the last answer given.
    session_seconds: float = 30 * 86_400.0
    # Sign-in links by mail to one address: more than anybody needs, too few to fill a mailbox.
    login_mails_per_hour: int = 5
    # Requests for links by one machine: whoever asks more often is looking for an address that exists.
    login_requests_per_minute: int = 10
    # A posted form: the largest genuine one answers a flood of a few hundred invitations at once (27 bytes each).
    form_bytes: int = 64 * 1024
    # Fields of a posted form; a flood's form has one a row.
    form_fields: int = 2_000
    # Rows of one page of the inbox; a person does not read more at once.
    page_rows: int = 100
    # Messages told about one event; a churned event would otherwise push everything else away.
    timeline_entries: int = 50
    # Answers that one press can give or take back; their identifiers travel in an address of less than 8 kB.
    undo_together: int = 200
    # Bytes of a raw message shown as text in the browser; what is longer has attachments, and is there as a download.
    raw_shown_bytes: int = 1024 * 1024
    # Years a VTIMEZONE of our own making covers.
    zone_years: int = 15


DEFAULT_LIMITS = Limits()
