"""`platform-app` as scripts see it: a process for each command, with exit code and output of its own.

The processes are forked from one that has imported the program and done nothing else, because to import it takes longer than most commands.
What starts from nothing, with the interpreter's own start, is held by the servers that `run` starts, `test_start.py` and the tests of packaging.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

from platform_app.cli import main
from tests.stages import leave_known_states

_MOST_SECONDS = 60
_KNOWN = ("PATH", "HOME", "LANG", "PYTHONPATH")
_FORKED = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(["tests.console"])


def environment_of(folder: Path, given: Mapping[str, str]) -> dict[str, str]:
    """What a command in an empty folder knows of its surroundings."""
    return {name: value for name, value in os.environ.items() if name in _KNOWN} | {"INSTANCE_PATH": str(folder / "instance"), **given}


def start(folder: Path, *arguments: str, told: Path, complained: Path, **environment: str) -> BaseProcess:
    """Start `platform-app` in a process of its own, in an empty folder; what it says goes into files."""
    leave_known_states()
    for path in (told, complained):
        path.write_bytes(b"")
    process = _FORKED.Process(target=_run, args=(folder, arguments, environment_of(folder, environment), told, complained))
    process.start()
    return process


def console(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `platform-app` and wait for its end."""
    told, complained = folder / "told.txt", folder / "complained.txt"
    process = start(folder, *arguments, told=told, complained=complained, **environment)
    process.join(_MOST_SECONDS)
    if process.exitcode is None:
        process.kill()
        raise TimeoutError(f"platform-app {' '.join(arguments)} did not end within {_MOST_SECONDS} s")
    return subprocess.CompletedProcess(arguments, process.exitcode, told.read_text(), complained.read_text())


def _run(folder: Path, arguments: Sequence[str], environment: Mapping[str, str], told: Path, complained: Path) -> None:
    for stream, path in ((sys.stdout, told), (sys.stderr, complained)):
        with path.open("ab") as file:
            os.dup2(file.fileno(), stream.fileno())
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["platform-app", *arguments]
    main()
