"""Execute jobs on the machines of a Dask cluster, which need the same packages but no copy of the book."""

import contextlib
import importlib
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cloudpickle
from distributed import Client, Security, get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from lesson_code.publish.cache import digest, surroundings
from lesson_code.publish.faults import BookError, Fault

PATIENCE = 5  # seconds for the scheduler to answer, and again for its first worker
FONT = "node_modules/@expo-google-fonts/ibm-plex-sans-kr/"
SHIPPED = (
    "lesson_code/**/*.py",
    "lesson_code/publish/read/*.toml",
    "lesson_code/matplotlibrc",
    f"{FONT}*_400Regular.ttf",
    f"{FONT}package.json",
)


@dataclass
class Parcel(WorkerPlugin):
    """What jobs read, for every worker that is there, joins or restarts; one that draws otherwise is refused."""

    name: str
    files: dict[str, bytes]
    drawn_with: str

    def setup(self, worker: Any) -> None:
        """Unpack, and forget the modules of another build. Names nothing of this repository, which is not there yet."""
        self.root = Path(worker.local_directory) / self.name
        if not self.root.exists() or sys.path[0] != str(self.root):  # else a job may be reading the files
            self._unpack()
        home = Path(f"{self.root}-home")  # what jobs write there is not in the book
        home.mkdir(exist_ok=True)
        self.worker = importlib.import_module("lesson_code.publish.execute.pool").Processes(1, str(home))
        if importlib.import_module("lesson_code.publish.cache").surroundings() != self.drawn_with:
            what = "워커의 파이썬이나 패키지가 책을 빌드하는 컴퓨터와 다릅니다. 똑같이 맞추세요"
            raise ValueError(f"{what}: {worker.address}")

    def _unpack(self) -> None:
        for name, content in self.files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(content)
        sys.path.insert(0, str(self.root))
        for module in [module for module in sys.modules if module.split(".")[0] == "lesson_code"]:
            del sys.modules[module]

    def teardown(self, worker: Any) -> None:
        """End the process that does the jobs."""
        self.worker.close()


def _run(task: bytes, parcel: Any) -> Any:
    return parcel.worker.submit(pickle.loads(task), (str(parcel.root),)).result()


def _unusable(scheduler: str, why: object) -> BookError:
    what = "Dask 클러스터를 쓸 수 없습니다. 스케줄러를 확인하거나 SCHEDULER를 빼세요"
    return BookError([Fault("SCHEDULER", 0, f"{what}: {scheduler}: {why}")])


def connect(scheduler: str, certificate: str, patience: float) -> Client:
    """Return a client of the cluster that answers within so many seconds. Raises OSError."""
    own = dict.fromkeys(("tls_ca_file", "tls_client_cert", "tls_client_key"), certificate)
    security = Security(**own, require_encryption=True) if certificate else None
    return Client(scheduler, timeout=patience, set_as_default=False, security=security)


@contextlib.contextmanager
def machines(scheduler: str, roots: tuple[str, ...], _: int = 0, *, certificate: str = "") -> Iterator[SimpleNamespace]:
    """Give the workers of the cluster with that scheduler, all it has; raises BookError where they cannot be used.

    ``certificate`` is the PEM file, with its key, that all machines of a ``tls://`` cluster share.
    """
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    found = ((path, root) for root in reversed(roots) for glob in SHIPPED for path in sorted(Path(root).glob(glob)))
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path, root in found}
    parcel = Parcel(digest(*files, *files.values()), files, surroundings())

    def submit(job: Any, _: Any) -> Any:
        name, task = parcel.name, pickle.dumps(job)  # bytes, which only a worker must be able to load
        return executor.submit(lambda: _run(task, get_worker().plugins[name]))  # a lambda is sent by value

    with contextlib.ExitStack() as stack:
        try:
            client = stack.enter_context(connect(scheduler, certificate, PATIENCE))
            client.wait_for_workers(1, timeout=PATIENCE)
            client.register_plugin(parcel)
        except (OSError, ValueError) as error:
            raise _unusable(scheduler, error) from error
        executor = client.get_executor(pure=False)
        yield SimpleNamespace(submit=submit)
        if client.status != "running":
            raise _unusable(scheduler, "연결이 끊겼습니다")
