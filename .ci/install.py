"""Make `.venv` and install the project into it, once for each state of its dependencies.

    python .ci/install.py run     what the program needs
    python .ci/install.py test    that, and what its tests need

It needs Python 3.11 alone. Every package is one of `.ci/locks`, and its file must have one of the hashes there. A second call
takes a fraction of a second: `.venv/installed.json` holds a digest of `pyproject.toml` and the locks as they were installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCKS = ROOT / ".ci" / "locks"
STAMP = VENV / "installed.json"
LOG = VENV / "install.log"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LEVELS = ("run", "test")
# On Linux the usual torch brings gigabytes for graphics cards, which nothing here uses; this index has
# the build without them. Set TORCH_INDEX to a mirror, or to nothing to go without.
TORCH_INDEX = os.environ.get("TORCH_INDEX", "https://download.pytorch.org/whl/cpu")


def main() -> int:
    """Install what the first argument asks for; return the exit code."""
    level = sys.argv[1] if len(sys.argv) == 2 else ""
    if level not in LEVELS:
        print("usage: python .ci/install.py run|test", file=sys.stderr)
        return 2
    parts = [ROOT / "pyproject.toml", *(LOCKS / f"{name}.txt" for name in ("torch", "torch-cpu", *LEVELS))]
    digest = hashlib.sha256(b"".join(part.read_bytes() for part in parts) + str(ROOT).encode()).hexdigest()
    done = installed(digest)
    if level in done:
        return 0
    started = time.monotonic()
    if not usable(PYTHON):
        print("1/3 Making .venv", flush=True)
        make_venv()
    else:
        print("1/3 Using .venv", flush=True)
    STAMP.unlink(missing_ok=True)
    LOG.write_text("", encoding="utf-8")
    print("2/3 Installing the numerical library (torch, about 200 MB)", flush=True)
    index = ["--extra-index-url", TORCH_INDEX] if TORCH_INDEX and platform.system() == "Linux" else []
    # By itself, as no other package may come from that index.
    torch = str(LOCKS / ("torch-cpu.txt" if platform.system() == "Linux" else "torch.txt"))
    if torch_is_known():
        pip("--no-deps", "--require-hashes", *index, "--requirement", torch)
    else:
        print(
            "    (its file cannot be checked: .ci/locks/torch-cpu.txt has no hash for this Python and machine)",
            flush=True,
        )
        pinned = re.findall(r"^torch==[\w.]+", Path(torch).read_text(encoding="utf-8"), re.MULTILINE)
        # The usual build brings the libraries for graphics cards, which are not locked.
        pip(*(["--no-deps"] if index else []), *index, *pinned)
    print("3/3 Installing the other libraries (a few minutes the first time)", flush=True)
    # The lock names everything that is needed, and all that builds the project.
    pip("--no-deps", "--require-hashes", "--requirement", str(LOCKS / f"{level}.txt"))
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    # What the tests need includes what the program needs.
    levels = sorted({*done, *LEVELS[: LEVELS.index(level) + 1]})
    STAMP.write_text(json.dumps({"digest": digest, "levels": levels}), encoding="utf-8")
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)
    return 0


def installed(digest: str) -> list[str]:
    """Return what was installed for this very state of the project."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return list(stamp["levels"]) if stamp["digest"] == digest and usable(PYTHON) else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def torch_is_known() -> bool:
    """Tell whether the hash of the build of torch for this machine is locked: on Linux so far for one."""
    here = version_of_python()
    return platform.system() != "Linux" or (bool(TORCH_INDEX) and platform.machine() == "x86_64" and here == "3.11")


def version_of_python() -> str:
    """Return the version of the Python in `.venv`, such as 3.11."""
    shown = subprocess.run([PYTHON, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True)
    return shown.stdout.decode().strip()


def usable(python: Path) -> bool:
    """Tell whether there is a Python at `python` that still starts, is new enough and has pip."""
    check = "import sys, importlib.util as u; sys.exit(sys.version_info < (3, 11) or not u.find_spec('pip'))"
    try:
        return subprocess.run([python, "-c", check], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def make_venv() -> None:
    """Make `.venv` anew with the Python that runs this."""
    if VENV.is_symlink():
        VENV.unlink()
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True)
    if made.returncode:
        sys.exit(
            f"{made.stdout}{made.stderr}\nThe virtual environment could not be made. "
            "On Debian and Ubuntu it needs the package python3-venv: sudo apt-get install python3-venv"
        )


def pip(*arguments: str) -> None:
    """Run `pip install`, with one moving line for a person and the whole output in `.venv/install.log`."""
    command = [str(PYTHON), "-m", "pip", "install"]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar=off", *arguments]
    environment = {**os.environ, "PYTHONWARNINGS": "", "PYTHONUTF8": "1"}
    moving = sys.stdout.isatty()
    shown = time.monotonic()
    count = 0
    with LOG.open("a", encoding="utf-8") as log:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=environment,
        )
        assert process.stdout is not None
        for line in process.stdout:
            log.write(line)
            log.flush()
            if line.startswith("Collecting "):
                count += 1
                what = f"{count} found: {line.split()[1]}"
            elif line.startswith("Installing collected"):
                what = "writing the files"
            else:
                continue
            if moving:
                print(f"\r\033[K    {what[:70]}", end="", flush=True)
            elif time.monotonic() - shown > 15:
                print(f"    {what}", flush=True)
                shown = time.monotonic()
        code = process.wait()
    if moving:
        print("\r\033[K", end="", flush=True)
    if code:
        tail = "\n".join(LOG.read_text(encoding="utf-8").splitlines()[-15:])
        sys.exit(f"{tail}\n\nThe installation failed. It needs the internet; its whole output is in {LOG}.")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next call goes on from here.")
