"""`python -m xieli.cli` does what `xieli` does."""

import sys

from xieli.cli.main import main

sys.exit(main())
