"""The command line: a thin shell over the library. ``main`` is what the command ``kg`` runs."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line on ``sys.argv`` and exit with its code.

    0 is success, 1 nothing found or not conforming, 2 a usage error, 3 network trouble, 4 done in part.
    """
    from kg.cli.start import one_thread

    one_thread()

    from kg.cli.app import app
    from kg.cli.common import close_quietly

    try:
        app(prog_name="kg")
    except SystemExit as ending:
        # The last bytes are written here, not at shutdown, where a reader that has left would cost a traceback.
        sys.exit(close_quietly(ending.code))
