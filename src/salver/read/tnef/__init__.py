"""TNEF (winmail.dat): what it says about a meeting ([MS-OXTNEF], [MS-OXCMSG], [MS-OXOCAL], MIME-17)."""

from salver.read.tnef.meeting import read_tnef

__all__ = ["read_tnef"]
