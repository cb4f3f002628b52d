"""``python -m salver`` is ``salver``."""

from salver.doors.cli.main import main

main(prog_name="salver")
