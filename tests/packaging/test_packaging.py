"""What is handed to an operator is whole: a wheel and an sdist, installed far from the repository, upgrade a database and serve pages."""

import importlib.metadata
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tarfile
import urllib.request
import zipfile
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.engines import free_port, wait_for_port

ROOT = Path(__file__).parents[2]
NEEDS_SETUPTOOLS = 77
INSTALLED_FROM = {"platform_app": "platform_app", "templates": "platform_app/templates", "migrations": "platform_app/migrations",
                  "translations": "platform_app/translations"}
NOT_INSTALLED = {".gitkeep"}
PATIENCE_SECONDS = 60
SAFELY: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # came with 3.11.4

pytestmark = pytest.mark.packaging


def tracked() -> list[str]:
    """The files of the repository, new ones included."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def expected_in_wheel() -> set[str]:
    """Where each file that the program needs must lie in the wheel."""
    found = set()
    for name in tracked():
        folder, _, rest = name.partition("/")
        if folder in INSTALLED_FROM and Path(name).name not in NOT_INSTALLED:
            found.add(f"{INSTALLED_FROM[folder]}/{rest}")
    return found


def missing_from(wheel: set[str]) -> set[str]:
    """What the program needs and a wheel lacks."""
    return expected_in_wheel() - wheel


def contents(wheel: Path) -> dict[str, int]:
    """The files of a wheel with their checksums, without its own records."""
    with zipfile.ZipFile(wheel) as archive:
        return {entry.filename: entry.CRC for entry in archive.infolist() if ".dist-info/" not in entry.filename}


def build(source: Path, target: Path, *kinds: str) -> None:
    """Build from a folder; without isolation if this environment has what it takes, so that no network is needed."""
    newest = int(importlib.metadata.version("setuptools").split(".")[0])
    isolation = ["--no-isolation"] if newest >= NEEDS_SETUPTOOLS else []
    done = subprocess.run(
        [sys.executable, "-m", "build", *isolation, *kinds, "--outdir", str(target), str(source)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@dataclass(frozen=True)
class Built:
    """The two archives, and the wheel that was built from the unpacked sdist."""

    wheel: Path
    sdist: Path
    wheel_of_sdist: Path


@pytest.fixture(scope="module")
def built(shared_folder: Path) -> Built:
    """Everything that is built, once for all workers."""
    folder = shared_folder / "packaging"
    with FileLock(f"{folder}.lock"):
        if not (folder / "again").exists():
            build_all(folder)
    return Built(next((folder / "dist").glob("*.whl")), next((folder / "dist").glob("*.tar.gz")), next((folder / "again").glob("*.whl")))


def build_all(folder: Path) -> None:
    """Build both archives from a clean copy of the repository, and the wheel once more from the unpacked sdist."""
    for name in tracked():
        (folder / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / "copy" / name)
    build(folder / "copy", folder / "dist", "--sdist", "--wheel")
    with tarfile.open(next((folder / "dist").glob("*.tar.gz"))) as archive:
        archive.extractall(folder / "unpacked", **SAFELY)
    build(next((folder / "unpacked").iterdir()), folder / "making", "--wheel")
    (folder / "making").rename(folder / "again")


def test_setup_cfg_lists_every_package() -> None:
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", "utf-8")
    listed = set(parser["options"]["packages"].split())
    there = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "platform_app").rglob("__init__.py")}
    mapped = {f"platform_app.{name}" for name in ("templates", "migrations", "translations")}
    assert listed == there | mapped


def test_pyproject_is_three_lines() -> None:
    assert len((ROOT / "pyproject.toml").read_text("utf-8").splitlines()) == 3


def test_the_wheel_has_every_part_and_nothing_else(built: Built) -> None:
    names = set(contents(built.wheel))
    assert missing_from(names) == set()
    assert names - expected_in_wheel() == set()


@pytest.mark.parametrize(
    "part",
    [
        "platform_app/templates/layout/page.html",
        "platform_app/migrations/versions/0001_ledger.py",
        "platform_app/translations/ja/LC_MESSAGES/layout.po",
        "platform_app/screening/schemas/application-1.json",
        "platform_app/screening/schemas/application-2.json",
        "platform_app/screening/data/notices.json",
        "platform_app/screening/data/pledges.json",
    ],
)
def test_a_part_that_is_left_out_is_noticed(built: Built, part: str) -> None:
    assert missing_from(set(contents(built.wheel)) - {part}) == {part}


def test_the_wheel_built_from_the_sdist_is_the_same(built: Built) -> None:
    assert contents(built.wheel_of_sdist) == contents(built.wheel)


def test_the_sdist_carries_what_is_needed_to_work_on_it(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"setup.cfg", "pyproject.toml", "README.md", "LICENSE", "Makefile", "tests/conftest.py"}
    assert needed - names == set()


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it, and an empty folder to work in."""

    bin: Path
    folder: Path

    def environment(self) -> dict[str, str]:
        """Nothing but a path: no settings, no PYTHONPATH."""
        return {"PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}", "HOME": str(self.folder), "LANG": "C.UTF-8"}

    def run(self, *command: str) -> str:
        """Run a command of the environment in the empty folder; returns what it prints."""
        done = subprocess.run(
            [str(self.bin / command[0]), *command[1:]],
            cwd=self.folder, env=self.environment(), capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        return done.stdout


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel installed into an environment of its own.

    The dependencies are seen through a path file. Path files inside the folder it names are not read, so the editable installation of
    the repository stays unseen.
    """
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], check=True)
    inside = Installed(folder / "venv" / "bin", folder / "empty")
    inside.folder.mkdir()
    library = Path(inside.run("python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    seen = dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    (library / "dependencies.pth").write_text("\n".join(seen) + "\n")
    installing = [sys.executable, "-m", "pip", "--python", str(inside.bin / "python"), "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed"]
    subprocess.run([*installing, str(built.wheel)], check=True, env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    return inside


def test_the_installed_program_is_the_wheels_own(installed: Installed) -> None:
    place = Path(installed.run("python", "-c", "import platform_app; print(platform_app.__file__)").strip())
    assert place.is_relative_to(installed.bin.parent)
    assert not place.is_relative_to(ROOT)


@contextmanager
def serving(installed: Installed) -> Iterator[str]:
    """The server on a free port, stopped by the signal of a service manager; it must end well."""
    port = free_port()
    command = [str(installed.bin / "platform-app"), "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    log = installed.folder / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=installed.folder, env=installed.environment(), stdout=output, stderr=output)
    try:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(PATIENCE_SECONDS)
    assert code == 0, log.read_text()[-3000:]


def fetch(address: str, language: str) -> tuple[str, str]:
    """The type and text of a page."""
    request = urllib.request.Request(address, headers={"Accept-Language": language})
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
        return answer.headers.get_content_type(), answer.read().decode()


def test_the_installed_program_upgrades_a_database_and_serves_pages_in_both_languages(installed: Installed) -> None:
    installed.run("platform-app", "db", "upgrade")
    head = (ROOT / "migrations" / "HEAD").read_text().strip()
    assert head in installed.run("platform-app", "db", "current")
    with serving(installed) as address:
        kind, page = fetch(f"{address}/", "en")
        assert kind == "text/html"
        assert '<html lang="en"' in page
        kind, page = fetch(f"{address}/sign-in", "ja")
        assert '<html lang="ja"' in page
        assert "サインイン" in page or "ログイン" in page
        sheets = re.findall(r'href="([^"]+\.css[^"]*)"', page)
        assert sheets
        for sheet in sheets:
            kind, style = fetch(f"{address}{sheet}", "ja")
            assert (kind, bool(style)) == ("text/css", True)
