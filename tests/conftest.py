"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A slow moment of the machine is no failure of an example; tests that are about time measure it themselves.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
