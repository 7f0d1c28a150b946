"""Keys of many entries, in the order in which a B-tree is filled best, made on every core that is there.

Making keys is most of the work of an import and needs nothing but the names. So it is done by processes of their own, started anew and not
forked: they inherit no connection to a database and no lock of a thread. Where there is one core, or little to do, or a process dies, the keys
are made here, and the result is the same.
"""

import base64
import json
import os
import subprocess  # nosec B404  # our own module by our own interpreter
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import SimpleQueue

import structlog

from platform_app.watchlists.hashing import Hasher, Pair
from platform_app.watchlists.keying import block_pairs
from platform_app.watchlists.storage import Sorter

Rows = Sequence[tuple[int, str]]
WORTH_PROCESSES = 5_000
MOST_PROCESSES = 8
_GOODBYE_SECONDS = 5
_COMMAND = (sys.executable, "-m", "platform_app.watchlists.keying")

log = structlog.get_logger(__name__)


def cores() -> int:
    """On how many cores this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Maker:
    """One process that makes keys."""

    def __init__(self, hasher: Hasher) -> None:
        path = os.pathsep.join(filter(None, sys.path))
        self._process = subprocess.Popen(  # nosec B603  # no input of anybody's
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path}
        )
        self._hello = base64.b64encode(hasher.secret) + b"\n"

    def _say(self, line: bytes) -> None:
        if self._process.stdin is None:
            raise OSError
        self._process.stdin.write(self._hello + line + b"\n")
        self._hello = b""
        self._process.stdin.flush()

    def ask(self, rows: Rows) -> list[Pair]:
        """The pairs of a block.

        Raises: OSError, ValueError if the process is gone.
        """
        self._say(json.dumps(list(rows)).encode())
        line = self._process.stdout.readline() if self._process.stdout else b""
        return [(key, entry_id) for key, entry_id in json.loads(line)]

    def end(self) -> None:
        """Let it end: by the end of its input, and by force if it does not hear."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        try:
            self._process.wait(_GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class KeyMakers:
    """Some processes, each with a block at a time; without any, blocks are done as they are asked for."""

    def __init__(self, hasher: Hasher, *, processes: int) -> None:
        self._hasher = hasher
        self._makers: list[_Maker] = []
        with suppress(OSError):
            self._makers += (_Maker(hasher) for _ in range(processes))
        self._free: SimpleQueue[_Maker] = SimpleQueue()
        for maker in self._makers:
            self._free.put(maker)
        self._threads = ThreadPoolExecutor(max(1, processes), thread_name_prefix="keys")

    def pairs(self, blocks: Iterable[Rows]) -> Iterator[tuple[int, list[Pair]]]:
        """For each block, in order, how many entries it had and their pairs; never more than two blocks for each process are on their way."""
        if not self._makers:
            yield from ((len(rows), block_pairs(rows, self._hasher)) for rows in blocks)
            return
        waiting: deque[tuple[int, Future[list[Pair]]]] = deque()
        for rows in blocks:
            waiting.append((len(rows), self._threads.submit(self._made, rows)))
            if len(waiting) > 2 * len(self._makers):
                size, future = waiting.popleft()
                yield size, future.result()
        for size, future in waiting:
            yield size, future.result()

    def _made(self, rows: Rows) -> list[Pair]:
        maker = self._free.get()
        try:
            return maker.ask(rows)
        except (OSError, ValueError):
            log.warning("a process that makes keys is gone; its block is made here")
            return block_pairs(rows, self._hasher)
        finally:
            self._free.put(maker)

    def close(self) -> None:
        """End the processes."""
        self._threads.shutdown(cancel_futures=True)
        for maker in self._makers:
            maker.end()


@contextmanager
def keys_in_order(
    blocks: Iterable[Rows], hasher: Hasher, *, entries: int, progress: Callable[[int], None] = lambda _done: None
) -> Iterator[Iterator[list[Pair]]]:
    """The hashed keys of about so many entries as blocks of pairs by key, in constant memory; `progress` is told the entries done."""
    processes = min(cores(), MOST_PROCESSES) if cores() > 1 and entries >= WORTH_PROCESSES else 0
    sorter, makers = Sorter(), KeyMakers(hasher, processes=processes)
    try:
        done = 0
        for size, pairs in makers.pairs(blocks):
            sorter.add(pairs)
            done += size
            progress(done)
        makers.close()
        yield sorter.blocks()
    finally:
        makers.close()
        sorter.close()
