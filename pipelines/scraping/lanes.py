"""One thread per host: hosts are asked side by side, each one thing at a time and in order. Knows nothing of HTTP or
tables."""

import queue
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


class Lanes(Generic[T]):
    """Runs jobs in a thread per key and hands their results to the one thread that calls ``take``.

    Results wait in a bounded queue: where the taker is slow, the hosts wait, and memory stays flat. On leaving the
    context ``stop`` is set, jobs not begun are dropped, and threads end after the job in hand.
    """

    def __init__(self, stop: threading.Event, *, waiting: int = 64) -> None:
        self._stop = stop
        self._jobs: dict[str, queue.SimpleQueue[Callable[[], T] | None]] = {}
        self._results: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(maxsize=waiting)
        self.outstanding = 0

    def __enter__(self) -> "Lanes[T]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for jobs in self._jobs.values():
            jobs.put(None)

    def submit(self, key: str, job: Callable[[], T]) -> None:
        if key not in self._jobs:
            self._jobs[key] = queue.SimpleQueue()
            threading.Thread(target=self._work, args=(self._jobs[key],), name=f"lane-{key}", daemon=True).start()
        self.outstanding += 1
        self._jobs[key].put(job)

    def take(self, *, most: int, wait_s: float) -> list[T]:
        """Up to ``most`` results; waits at most ``wait_s`` for the first and takes what else is there. May be empty.

        Raises:
            Whatever a job raised: a job reports expected failures in its result.
        """
        taken: list[T] = []
        while self.outstanding and len(taken) < most:
            try:
                result, error = self._results.get(timeout=wait_s) if not taken else self._results.get_nowait()
            except queue.Empty:
                break
            self.outstanding -= 1
            if error is not None:
                raise error
            taken.append(result)  # type: ignore[arg-type]
        return taken

    def _work(self, jobs: "queue.SimpleQueue[Callable[[], T] | None]") -> None:
        while (job := jobs.get()) is not None and not self._stop.is_set():
            try:
                outcome: tuple[T | None, BaseException | None] = (job(), None)
            except BaseException as error:
                outcome = (None, error)
            while not self._stop.is_set():
                try:
                    self._results.put(outcome, timeout=0.5)
                    break
                except queue.Full:
                    continue
