"""`python -m nnsim VERB …`: the headless verbs where the `nnsim` command is not installed."""

import sys

from nnsim.cli.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
