"""Names of files as people gave them, made fit to be shown."""

import pytest

from platform_app.documents.rules.files import LONGEST_NAME, Slot, display_name, extension_of, slot_policy


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("定款.pdf", "定款.pdf"),
        ("C:\\Users\\hanako\\定款.pdf", "定款.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("\u202egpj.定款.pdf", "gpj.定款.pdf"),
        ("  髙橋𠮷子\U000e0100 .docx", "髙橋𠮷子\U000e0100 .docx"),
        ("..", ""),
        ("", ""),
        ('he said "x".pdf', 'he said "x".pdf'),
        ("\ud800.pdf", "pdf"),
    ],
)
def test_a_name_loses_its_folders_and_its_tricks(given: str, shown: str) -> None:
    assert display_name(given) == shown


def test_a_long_name_keeps_its_extension() -> None:
    shown = display_name("あ" * 500 + ".pdf")
    assert len(shown) == LONGEST_NAME
    assert shown.endswith("あ.pdf")


def test_an_extension_is_read_in_any_width_and_case() -> None:
    assert extension_of("Ａ．ＰＤＦ") == "pdf"


def test_letters_are_not_uploaded() -> None:
    with pytest.raises(ValueError, match="letter"):
        slot_policy(Slot.LETTER)


def test_a_file_field_offers_what_its_slot_takes() -> None:
    assert slot_policy(Slot.DECISION_RECORD).accept == ".pdf,.png,.jpg,.jpeg"
