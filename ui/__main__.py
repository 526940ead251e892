"""`python -m ui`: the same as the `nnsim` command."""

import sys

from ui.app import main

if __name__ == "__main__":
    sys.exit(main())
