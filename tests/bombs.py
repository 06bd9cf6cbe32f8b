"""Files that kill, hang or fill the memory of the worker that opens them, and one that is harmless."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bomb:
    """Stands in for a path: what it does happens when its bytes are read, in the worker."""

    kind: str
    mark: Path | None = None

    def read_bytes(self) -> bytes:
        """Do what ``kind`` says."""
        if self.kind == "crash":
            ctypes.string_at(0)
        elif self.kind == "exit":
            os._exit(7)
        elif self.kind == "crash once" and self.mark is not None and not self.mark.exists():
            self.mark.touch()
            os._exit(7)
        elif self.kind == "slow":
            time.sleep(60)
        elif self.kind == "hang":
            _wait_deaf()
        elif self.kind == "memory":
            return b"0" * (64 * 1024**3)
        elif self.kind == "fault":
            raise OSError("the disk is gone")
        elif self.kind == "interrupt":
            raise KeyboardInterrupt
        return b"nothing that any format knows \xff\xfe\x00"


def _wait_deaf() -> None:
    """Hang where no alarm is heard, as a library in C may."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    time.sleep(60)
