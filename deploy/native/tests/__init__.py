"""What the operator's command does, on folders and processes of its own."""

import signal

# Where a shell runs the tests in the background, they and what they start would ignore Ctrl-C, and tests of it wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)
