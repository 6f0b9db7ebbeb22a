"""The programs here import one another as the scripts they are; so do their tests."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
