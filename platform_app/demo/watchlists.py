"""Lists of the demonstration: the publicly designated groups, persons that cannot be anyone, and a case to practise on."""

from datetime import date, datetime
from importlib.resources import as_file, files

from platform_app.kernel.actors import OPERATOR
from platform_app.watchlists.rules.cases import SubjectFacts
from platform_app.watchlists.rules.facts import Party, PartyKind
from platform_app.watchlists.services.small import import_at_once, match_at_once
from platform_app.watchlists.services.staging import ListFacts
from platform_app.watchlists.services.watching import watch_subjects

_LISTS = (
    ("designated-groups.csv", "指定暴力団（公表）", "警察の公表資料", date(2024, 12, 31)),
    ("placeholder-persons.csv", "練習用の名簿（架空）", "架空の名前だけの名簿", date(2026, 4, 1)),
)
_PRACTICE = (
    SubjectFacts(role="body", party=Party("", PartyKind.ORGANISATION, "例示興業 株式会社", "レイジコウギョウ")),
    SubjectFacts(role="representative", party=Party("", PartyKind.PERSON, "例示一朗", "れいじ いちろう")),
    SubjectFacts(role="officer", party=Party("", PartyKind.PERSON, "例示 花子", "レイジ ハナコ", birth_on=date(1980, 5, 5))),
    SubjectFacts(role="officer", party=Party("", PartyKind.PERSON, "試験崎 三郎", "シケンザキ サブロウ", birth_on=date(1971, 3, 3))),
)


def load_watchlists(*, at: datetime) -> None:
    """Two lists, and a practice case whose names resemble entries; matched at once."""
    for file, name, source, dated in _LISTS:
        with as_file(files("platform_app.demo").joinpath(f"data/{file}")) as path:
            import_at_once(path, facts=ListFacts(name=name, source=source, dated=dated, file_name=file), by=OPERATOR, at=at)
    watch_subjects(owner_type="practice", owner_id=1, label="練習用の案件（架空）", subjects=_PRACTICE, by=OPERATOR, at=at)
    match_at_once(at=at)
