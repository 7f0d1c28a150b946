"""The notice and the pledge in their versions."""

import pytest

from platform_app.screening.texts import TextKind, text_of, versions_of


@pytest.mark.parametrize("kind", TextKind)
def test_every_version_is_kept_in_both_languages(kind: TextKind) -> None:
    versions = versions_of(kind)
    assert [text.version for text in versions] == [str(number) for number in range(1, len(versions) + 1)]
    assert list(versions) == sorted(versions, key=lambda text: text.since)
    for text in versions:
        assert [len(part.paragraphs) for part in text.in_language("ja")] == [len(part.paragraphs) for part in text.in_language("en")]
        assert text.in_language("fr") == text.in_language("ja")


def test_a_version_nobody_wrote_gives_the_newest() -> None:
    assert text_of(TextKind.NOTICE, "99") == text_of(TextKind.NOTICE) == versions_of(TextKind.NOTICE)[-1]
    assert text_of(TextKind.NOTICE, "1").version == "1"
