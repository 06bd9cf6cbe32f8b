"""Which faults are tried again and which are not: a lock or a lost connection passes, a malformed rule does not."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipelines.flow.refresh import StructureError

AGAIN = dg.RetryPolicy(max_retries=3, delay=20, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)
"""Waits of about 20, 60 and 140 seconds, each up to 20 more or less: another refresh ends, shared storage comes back."""


@contextmanager
def lasting_faults() -> Iterator[None]:
    """Faults that would be the same a minute later end the run at once: unsound results, malformed settings or rules."""
    try:
        yield
    except (StructureError, ValueError, NotADirectoryError) as error:
        raise dg.Failure(description=f"{type(error).__name__}: {error}", allow_retries=False) from error
