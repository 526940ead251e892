"""The headless command line: `nnsim VERB …`, one file per verb, never importing Qt."""

from nnsim.cli.commands import VERBS, main

__all__ = ["VERBS", "main"]
