"""What a web process does not load when it starts: the weight of libraries that only some of the work needs."""

import subprocess
import sys
from pathlib import Path

LATER = ("alembic", "apscheduler", "flask_migrate", "fsspec", "gunicorn", "jsonschema", "openpyxl", "puremagic", "typst")
START = f"""
import sys
from platform_app.app import create_app
from platform_app.config import read_settings
create_app(read_settings({{"INSTANCE_PATH": sys.argv[1]}}))
print(*(name for name in {LATER!r} if name in sys.modules))
"""


def test_an_application_starts_without_what_only_some_of_its_work_needs(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", START, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr
