"""`python -m esafety` does what `esafety` does."""

from __future__ import annotations

import sys

from esafety.cli import main

if __name__ == "__main__":
    sys.exit(main())
