"""How whole a run is, and its last lines: what was left out, and which tests take longer than the house's limits. A report, never a failure."""

import os
from collections import Counter
from dataclasses import dataclass

import pytest

IS_CI = os.environ.get("CI", "").lower() == "true"
_LIMITS_SECONDS = {"tests/unit/": 0.010, "tests/integration/": 0.500}
_SHOWN = 8
_MEND = {
    "PostgreSQL is missing": "install Debian's postgresql, or set PLATFORM_TEST_DATABASE_URL",
    "Chromium is missing": "install Debian's chromium",
}


def is_every_test_on_both(config: pytest.Config) -> bool:
    """Whether each test runs on each database: in CI and with `--both`; else most run on one, by turns."""
    return IS_CI or bool(config.getoption("--both"))


@dataclass
class Fuzz:
    """How many examples a test by chance tries: few in every run, many with `--long`."""

    is_long: bool

    def __call__(self, short: int, long: int) -> int:
        """One of two numbers."""
        return long if self.is_long else short


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` and `--both`."""
    parser.addoption("--both", action="store_true", help="each test of a database on SQLite and on PostgreSQL, as in CI")
    parser.addoption("--long", action="store_true", help="try many more examples where tests go by chance, and kill more often")


@pytest.fixture
def fuzz(request: pytest.FixtureRequest) -> Fuzz:
    """The number of examples for this run: `fuzz(few, many)`."""
    return Fuzz(request.config.getoption("--long"))


@pytest.fixture
def is_thorough(request: pytest.FixtureRequest) -> bool:
    """Whether sweeps over all pages try every combination, as in CI; else each part of one with some of the others."""
    return is_every_test_on_both(request.config)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was left out, and quietly what is slow and what was short."""
    if not is_every_test_on_both(terminalreporter.config):
        terminalreporter.write_line("most tests of a database on one of the two, sweeps over all pages in part; both and whole: make test ARGS=--both, and in CI")
    if not terminalreporter.config.getoption("--long"):
        terminalreporter.write_line("tests by chance and of crashes in their short version; the long one: make test ARGS=--long")
    left_out = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if left_out:
        terminalreporter.write_sep("=", "LEFT OUT", yellow=True, bold=True)
        for reason, number in left_out.most_common():
            mend = next((f" ({words})" for known, words in _MEND.items() if known in reason), "")
            terminalreporter.write_line(f"{number} tests: {reason}{mend}", yellow=True, bold=True)
    slow = sorted(_slow(terminalreporter), key=lambda pair: -pair[0])
    if slow:
        terminalreporter.write_sep("-", f"slower than the house’s limits: {len(slow)}")
        for _factor, line in slow[:_SHOWN]:
            terminalreporter.write_line(line)


def _reason(report: pytest.TestReport) -> str:
    place = report.longrepr
    return str(place[2]).removeprefix("Skipped: ") if isinstance(place, tuple) else str(place)


def _slow(terminalreporter: pytest.TerminalReporter) -> list[tuple[float, str]]:
    found = []
    for report in terminalreporter.stats.get("passed", []):
        limit = next((limit for folder, limit in _LIMITS_SECONDS.items() if report.nodeid.startswith(folder)), None)
        if limit and report.when == "call" and report.duration > limit:
            found.append((report.duration / limit, f"{report.duration * 1000:7.0f} ms  (limit {limit * 1000:.0f} ms)  {report.nodeid}"))
    return found
