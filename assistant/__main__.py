"""`python -m assistant`: the command line."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    try:
        from assistant.cli import main
    except KeyboardInterrupt:  # pressed while Python is still importing
        sys.exit(130)
    main()
