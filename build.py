#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""Front door: `python3 build.py serve|build|check|test|setup`. The work lies in builder/.

Any Python may start this file, so it must parse on all of them; builder.bootstrap goes on with the right one.
"""

import os
import sys

if __name__ == "__main__":
    if sys.version_info < (3, 6):
        sys.exit("需要 Python 3.13：请用 python3 运行 / Python 3.13 is needed, run: python3 build.py")
    from builder.bootstrap import main

    sys.exit(main(os.path.dirname(os.path.abspath(__file__)), sys.argv[1:]))
