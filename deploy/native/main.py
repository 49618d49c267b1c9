"""Entry point of `./watertight`; a file of its own so that nothing in the caller's folder can shadow the package."""

import signal
import sys

if signal.getsignal(signal.SIGINT) == signal.default_int_handler:  # nothing is begun yet that would have to be ended
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from watertight.cli import main  # noqa: E402
from watertight.output import outlive_listeners  # noqa: E402

outlive_listeners()
sys.exit(main(sys.argv[1:]))
