"""``python -m xueshi`` is the command ``xueshi``."""

import sys

from xueshi.cli import main

sys.exit(main())
