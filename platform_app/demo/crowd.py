"""Made-up members in any number, for trying the product at its real size."""

import random
from collections.abc import Iterator
from datetime import date, datetime

from platform_app.kernel.actors import OPERATOR
from platform_app.members.rules import MemberClass, MemberKind, Particulars
from platform_app.members.services import admit

_FIRST = (
    "あかり", "いぶき", "うらら", "えんがわ", "おとなり", "かたらい", "きぼう", "くらし",
    "けやき", "こだま", "さくら", "しずく", "すみれ", "そよかぜ",
)
_SECOND = ("の会", "ネットワーク", "サポートセンター", "の家", "ひろば", "ホットライン", "食堂", "カフェ", "協議会", "連絡会")
_CLASSES = {MemberClass.REGULAR: 70, MemberClass.COOPERATING: 20, MemberClass.SUPPORTING: 10}
_PREFECTURES = 47
_FIRST_YEAR, _YEARS = 2022, 4


def load_crowd(*, members: int, seed: int, at: datetime) -> None:
    """Admit that many made-up bodies; the same seed makes the same ones."""
    for particulars, membership_class, joined_on in _make(members, random.Random(seed)):  # nosec B311  # invented names, no secret
        admit(particulars=particulars, membership_class=membership_class, from_on=joined_on, by=OPERATOR, at=at)


def _make(members: int, chance: random.Random) -> Iterator[tuple[Particulars, MemberClass, date]]:
    for number in range(1, members + 1):
        name = f"見本{chance.choice(_FIRST)}{chance.choice(_SECOND)}{number}"
        particulars = Particulars(name=name, kind=MemberKind.ORGANISATION, prefecture=f"{chance.randint(1, _PREFECTURES):02d}")
        joined_on = date(_FIRST_YEAR + chance.randrange(_YEARS), chance.randint(1, 12), chance.randint(1, 28))
        yield particulars, chance.choices(list(_CLASSES), list(_CLASSES.values()))[0], joined_on
