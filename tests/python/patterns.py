"""Compiles the patterns that it is given."""

import re
import sys

for pattern in sys.argv[1:]:
    re.compile(pattern)
