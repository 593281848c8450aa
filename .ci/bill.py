"""Write `dist/sbom.cdx.json`: what is installed in `.venv`, with versions and licences, as a CycloneDX bill of materials.

    python .ci/bill.py

The tool that reads it out (cyclonedx-py) gets an environment of its own in `dist/`, so that it is no part of what it lists.
The same environment gives the same bytes: there is no time and no random number in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".ci" / "locks" / "tools.txt"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
OUT = ROOT / "dist" / "sbom.cdx.json"


def main() -> int:
    """Make the tool's environment where it is missing, and run it; returns the exit code."""
    listed = ROOT / ".venv" / SCRIPTS / "python"
    tools = ROOT / "dist" / ".tools"
    reader = tools / SCRIPTS / "cyclonedx-py"
    if not listed.exists():
        print("There is no .venv to list; `make run` makes it.", file=sys.stderr)
        return 2
    if not reader.exists():
        venv.create(tools, clear=True, with_pip=True)
        install = [tools / SCRIPTS / "python", "-m", "pip", "install", "--quiet"]
        made = subprocess.run([*install, "--no-deps", "--require-hashes", "-r", TOOLS])
        if made.returncode:
            print(f"What {TOOLS.name} lists could not be installed; it needs the internet once.", file=sys.stderr)
            return 2
    options = ["--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--of", "JSON", "-o", str(OUT)]
    done = subprocess.run([reader, "environment", *options, str(listed)])
    if not done.returncode:
        print(f"Written: {OUT.relative_to(ROOT)}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
