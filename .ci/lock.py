"""Write `.ci/locks/`: every version that is installed, with the hashes of its files, for each way to install the project.

    python .ci/lock.py                        after a change of `pyproject.toml`; versions that still fit stay
    python .ci/lock.py --upgrade              everything as new as the ranges allow
    python .ci/lock.py --upgrade-package X    X alone

The files hold for Linux, macOS and Windows. `run.txt` and `test.txt` are whole; the file of an extra has what comes on top of
`run.txt`, or in place of it, at the versions of `test.txt` where it can have them. torch stands in files of its own, as Linux
takes a build of it without graphics cards from another index: `torch.txt` has the hashes of PyPI, `torch-cpu.txt` that of the
build that this command was run with, of Python 3.11 on x86-64 so far. It names the build (`+cpu`), as pip would else take the
one of PyPI, whose index tells its hash, before one in a folder of wheels, which does not.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / ".ci" / "locks"
UV = "uv==0.13.8"
TOOLS = (UV, "cyclonedx-bom==7.5.0")
EXTRAS = {
    "run": (),
    "test": ("test", "train"),
    **{name: (name,) for name in ("openai", "anthropic", "google", "ollama", "mcp", "postgres")},
}
TORCH_INDEX = os.environ.get("TORCH_INDEX", "https://download.pytorch.org/whl/cpu")
# What torch needs besides the libraries for graphics cards, which uv would else lock as well.
TORCH_NEEDS = ("filelock", "fsspec", "jinja2", "networkx", "setuptools", "sympy", "typing-extensions")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)


def main() -> int:
    """Write all files anew; returns the exit code."""
    wanted = sys.argv[1:]
    LOCKS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        venv.create(work / "tools", with_pip=True)
        python = work / "tools" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", UV], check=True)
        torch = _torch_version()
        (work / "uv.toml").write_text(
            f'[[dependency-metadata]]\nname = "torch"\nversion = "{torch}"\n'
            f"requires-python = '>=3.10'\nrequires-dist = {list(TORCH_NEEDS)}\n",
            encoding="utf-8",
        )
        uv = [python, "-m", "uv", "--config-file", work / "uv.toml", "pip", "compile", "--quiet", "--universal"]
        uv += ["--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header"]
        build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
        (work / "build.in").write_text("\n".join([*build, "editables", f"torch=={torch}"]), encoding="utf-8")
        (work / "tools.in").write_text("\n".join(TOOLS), encoding="utf-8")
        (work / "torch.in").write_text(f"torch=={torch}", encoding="utf-8")
        # The largest first: the others take its versions where they can.
        for name in sorted(EXTRAS, key=lambda name: name != "test"):
            out = work / f"{name}.txt"
            seed = LOCKS / f"{name}.txt" if name == "test" else work / "test.txt"
            if seed.exists():
                out.write_text(seed.read_text(encoding="utf-8"), encoding="utf-8")
            extras = [part for extra in EXTRAS[name] for part in ("--extra", extra)]
            options = [*extras, "--no-emit-package", "torch", *(wanted if name == "test" else [])]
            subprocess.run([*uv, "pyproject.toml", work / "build.in", *options, "-o", out], cwd=ROOT, check=True)
        subprocess.run([*uv, work / "tools.in", "-o", work / "tools.txt"], cwd=ROOT, check=True)
        subprocess.run([*uv, "--no-deps", work / "torch.in", "-o", work / "torch.txt"], cwd=ROOT, check=True)
        _lock_build_of_torch(python, work, torch)
        tested = dict(_PIN.findall((work / "test.txt").read_text(encoding="utf-8")))
        needed = _blocks(work / "run.txt")
        for path in sorted(work.glob("*.txt")):
            blocks = _blocks(path)
            if path.stem in EXTRAS and path.stem not in ("run", "test"):
                blocks = [block for block in blocks if block not in needed]
            text = "".join(blocks)
            (LOCKS / path.name).write_text(f"# Made by `python .ci/lock.py`.\n{text}", encoding="utf-8")
            pins = _PIN.findall(text)
            others = [f"{n} {v}" for n, v in pins if tested.get(n, v) != v] if path.stem in EXTRAS else []
            print(f"{path.stem}: {len(pins)} packages" + f", not as tested: {', '.join(others)}" * bool(others))
    return 0


def _blocks(path: Path) -> list[str]:
    """The entries of a lock file, each with its hashes."""
    return re.findall(r"^[A-Za-z0-9].*\n(?:^ .*\n)*", path.read_text(encoding="utf-8"), re.MULTILINE)


def _torch_version() -> str:
    """The version that is locked; delete `torch.txt` and set another here to move it."""
    locked = LOCKS / "torch.txt"
    return dict(_PIN.findall(locked.read_text(encoding="utf-8")))["torch"] if locked.exists() else "2.13.0"


def _lock_build_of_torch(python: Path, work: Path, version: str) -> None:
    """Lock the build without graphics cards that this machine gets; as it was, where that version is locked."""
    before = LOCKS / "torch-cpu.txt"
    text = before.read_text(encoding="utf-8") if before.exists() else ""
    if f"torch=={version}+cpu " in text:
        (work / "torch-cpu.txt").write_text(text.partition("\n")[2], encoding="utf-8")
        return
    command = [python, "-m", "pip", "download", "--quiet", "--no-deps", "-d", work / "torch", f"torch=={version}+cpu"]
    subprocess.run([*command, *(["--extra-index-url", TORCH_INDEX] if TORCH_INDEX else [])], check=True)
    (wheel,) = (work / "torch").glob("*.whl")
    found = f"sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"
    (work / "torch-cpu.txt").write_text(f"torch=={version}+cpu \\\n    --hash={found}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
