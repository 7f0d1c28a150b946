"""Made-up members in any number, for trying the product at its real size; they come in as a file, like a real register does."""

import csv
import random
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import civil_date
from platform_app.members.rules import MemberClass, MemberKind
from platform_app.members.services.imports import begin_import, check_file, import_rows, read_blocks

_FIRST = (
    "あかり", "いぶき", "うらら", "えんがわ", "おとなり", "かたらい", "きぼう", "くらし",
    "けやき", "こだま", "さくら", "しずく", "すみれ", "そよかぜ",
)
_SECOND = ("の会", "ネットワーク", "サポートセンター", "の家", "ひろば", "ホットライン", "食堂", "カフェ", "協議会", "連絡会")
_CLASSES = {MemberClass.REGULAR: 70, MemberClass.COOPERATING: 20, MemberClass.SUPPORTING: 10}
_PREFECTURES = 47
_FIRST_YEAR, _YEARS = 2022, 4
_COLUMNS = ("name", "kana", "kind", "membership_class", "prefecture", "email", "representative", "joined_on")


def load_crowd(*, members: int, seed: int, at: datetime) -> None:
    """Admit that many made-up bodies; the same seed makes the same ones."""
    if not members:
        return
    today = civil_date(at)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "members.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            writer.writerows(_make(members, random.Random(seed)))  # nosec B311  # invented names, no secret
        run_id = begin_import(checked=check_file(path, today=today, tell=lambda _problem: None), at=at)
        for position, rows in read_blocks(path, position=0, today=today):
            import_rows(run_id=run_id, position=position, rows=rows, by=OPERATOR, at=at)


def _make(members: int, chance: random.Random) -> Iterator[tuple[str, ...]]:
    for number in range(1, members + 1):
        name = f"見本{chance.choice(_FIRST)}{chance.choice(_SECOND)}{number}"
        membership_class = chance.choices(list(_CLASSES), list(_CLASSES.values()))[0]
        prefecture = f"{chance.randint(1, _PREFECTURES):02d}"
        joined_on = date(_FIRST_YEAR + chance.randrange(_YEARS), chance.randint(1, 12), chance.randint(1, 28))
        yield name, "", MemberKind.ORGANISATION.value, membership_class.value, prefecture, "", "", joined_on.isoformat()
