"""The owner's password: what is kept of it is a salted scrypt hash, `scrypt:15:8:1:<salt>:<hash>`, nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import threading
from hmac import compare_digest

SHORTEST = 12
"""Characters that a password has at least."""
LONGEST = 200

_LOG_N, _R, _P = 15, 8, 1  # 32 MiB and about a tenth of a second
_FORM = re.compile(r"scrypt:(\d{1,2}):(\d{1,2}):(\d{1,2}):([A-Za-z0-9_-]{16,64}):([A-Za-z0-9_-]{16,128})")
# One at a time: who tries many passwords at once must not take the memory of the whole machine.
_one = threading.Lock()


def is_hash(value: str) -> bool:
    """Tell whether a setting is what `hashed` returns, with costs that this machine can bear."""
    found = _FORM.fullmatch(value)
    return bool(found and 10 <= int(found[1]) <= 18 and 1 <= int(found[2]) <= 16 and 1 <= int(found[3]) <= 4)


def hashed(password: str) -> str:
    """Return what the server is given of a password."""
    salt = secrets.token_bytes(16)
    digest = _scrypt(password, salt, _LOG_N, _R, _P)
    return f"scrypt:{_LOG_N}:{_R}:{_P}:{_text(salt)}:{_text(digest)}"


def matches(password: str, kept: str) -> bool:
    """Tell whether a password is the one of which `kept` is the hash."""
    found = _FORM.fullmatch(kept)
    if found is None or not is_hash(kept) or len(password) > LONGEST:
        return False
    log_n, r, p = int(found[1]), int(found[2]), int(found[3])
    with _one:
        digest = _scrypt(password, _bytes(found[4]), log_n, r, p)
    return compare_digest(digest, _bytes(found[5]))


def _scrypt(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    word = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(word, salt=salt, n=1 << log_n, r=r, p=p, maxmem=256 * r * (1 << log_n), dklen=32)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
