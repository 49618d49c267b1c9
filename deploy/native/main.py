"""Entry point of `./watertight`; a file of its own so that nothing in the caller's folder can shadow the package."""

import sys

from watertight.cli import main
from watertight.output import outlive_listeners

outlive_listeners()
sys.exit(main(sys.argv[1:]))
