"""Reading on more than one machine: the same reading step behind Dask's executor, chosen by configuration.

Only the choice and the handing out belong here. Workers must see the raw folder under the same path (shared storage) and
have the same version of this package; readings come back to the parent, the only writer of the store. On a worker each
document is read in a process of its own with the same limits as on one machine, so a document cannot harm a worker, and
a worker that dies takes no document with it: its task goes to another.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from pipelines.flow.workers import Task, read_all
from pipelines.records.reading import Reading
from pipelines.settings import Limits, Settings, SettingsError, reader_version

AHEAD = 2
"""Tasks handed out per worker: enough to keep it busy, few enough that memory does not grow with the number of documents."""
CONNECT_SECONDS = 30

Reader = Callable[[Sequence[Task]], Iterator[Reading]]


class ClusterError(RuntimeError):
    """The cluster cannot be used or was lost; nothing is published, and what was read by then is kept."""


def reader_for(settings: Settings) -> Reader:
    """The reader that ``settings.executor`` names: ``local`` (a pool on this machine) or ``dask:ADDRESS``.

    Raises ``SettingsError`` for another name; the reader raises it when Dask is asked for and not installed.
    """
    if settings.executor == "local":
        return lambda tasks: read_all(tasks, settings.workers, settings.limits)
    kind, _, address = settings.executor.partition(":")
    if kind != "dask" or not address:
        raise SettingsError(f"the executor must be local or dask:ADDRESS, not {settings.executor!r}")
    return lambda tasks: _read_on_cluster(tasks, address, settings.limits)


def _read_on_cluster(tasks: Sequence[Task], address: str, limits: Limits) -> Iterator[Reading]:
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise SettingsError("reading on a cluster needs: pip install 'mingzhang[cluster]'") from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS)
    except OSError as error:
        raise ClusterError(f"no cluster answers at {address}: {error}") from error
    with client:
        # At least two: a cluster that starts with one worker may grow.
        ahead = max(2, AHEAD * sum(client.nthreads().values()))
        yield from hand_out(client.get_executor(pure=False), tasks, limits, ahead, KilledWorker)


def hand_out(
    executor: Executor, tasks: Sequence[Task], limits: Limits, ahead: int, given_up: type[Exception] | tuple[()] = ()
) -> Iterator[Reading]:
    """Read tasks with an executor of any kind, at most ``ahead`` handed out at a time; one reading per task.

    ``given_up`` is the error by which the executor says that too many workers died at a task: it is then read here.
    Raises ``ClusterError`` for any other error; it is the cluster's fault, because reading itself does not raise.
    """
    waiting = iter(tasks)
    running: dict[Future[Reading], Task] = {}
    while True:
        while len(running) < ahead and (task := next(waiting, None)) is not None:
            running[executor.submit(read_in_own_process, task, limits)] = task
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield _outcome(future, running.pop(future), limits, given_up)


def read_in_own_process(task: Task, limits: Limits) -> Reading:
    """Runs on a worker: read one document in a process of its own, within limits."""
    if multiprocessing.current_process().daemon:
        raise SettingsError("workers must be able to start processes: set DASK_DISTRIBUTED__WORKER__DAEMON=False")
    (reading,) = read_all([task], 1, limits)
    return reading


def _outcome(future: Future[Reading], task: Task, limits: Limits, given_up: type[Exception] | tuple[()]) -> Reading:
    error = None if future.cancelled() else future.exception()
    if isinstance(error, given_up):
        return read_in_own_process(task, limits)
    if error is not None or future.cancelled():
        raise ClusterError(f"the cluster failed at {task.raw.path}: {type(error).__name__}: {error}") from error
    reading = future.result()
    found = reading.document.reader_version
    if found != reader_version():
        raise ClusterError(f"a worker has another version of the reader ({found}, here {reader_version()})")
    return reading
