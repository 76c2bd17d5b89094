"""``python -m xueshi`` is the command ``xueshi``."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  said before anything is imported that it cannot read
    here = "{}.{}".format(*sys.version_info)
    sys.stderr.write(f"需要 Python 3.11 或更新的版本，这里是 {here}。请换一个再运行。\n")
    sys.exit(2)

from xueshi.cli import main

sys.exit(main())
