"""The one replaceable step: puts the bodies of pages into the shell of the theme.

MkDocs renders what people wrote in ``docs/`` and, for each kind of generated page, one page of placeholders
(`builder.shell.markdown`). The generated pages are then stamped into those finished shells
(`builder.shell.stamp`), which takes a hundredth of the time and gives the same pages: a test makes them
both ways.
"""

from builder.shell.markdown import ASSETS, ShellError, put_into_shell
from builder.shell.stamped import Stamper, write_page

__all__ = ["ASSETS", "ShellError", "Stamper", "put_into_shell", "write_page"]
