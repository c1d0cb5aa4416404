"""``python -m bangfu`` is the command line."""

import sys

from bangfu.config.cli import main

sys.exit(main())
