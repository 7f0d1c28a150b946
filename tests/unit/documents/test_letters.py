"""Letters as people read them: taken back out of the PDF with pdftotext."""

import os
import shutil
import subprocess
import time
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from platform_app.documents.glyphs import GETA, drawable, with_geta
from platform_app.documents.rules import Addressee, AdmissionApproved, AdmissionRefused, ApplicationReceipt, LetterContent, ReceiptFile
from platform_app.documents.typesetting import typeset

SENDER = ("孤独・孤立対策官民連携プラットフォーム", "幹事会")
BODY = "特定非営利活動法人見本団体つながりの輪"
APPROVED = AdmissionApproved(
    number="孤プ第12号",
    issued_on=date(2026, 11, 23),
    addressee=Addressee(BODY, "代表理事", "髙橋 花子"),
    sender=SENDER,
    contact=("事務局", "jimukyoku@platform.example"),
    member_name=BODY,
    membership_class="会員",
    member_number=701,
    representative="代表理事 髙橋 花子",
    admitted_on=date(2026, 11, 20),
)
REFUSED = AdmissionRefused(
    number="孤プ第13号",
    issued_on=date(2026, 11, 23),
    addressee=Addressee(BODY),
    sender=SENDER,
    applicant_name=BODY,
    application_number="2026-0012",
    membership_class="協力会員",
    submitted_on=date(2026, 10, 1),
    decided_on=date(2026, 11, 20),
    reasons=("活動実績を確認できませんでした。", "推薦の要件を満たしていません。"),
)
RECEIPT = ApplicationReceipt(
    number="2026-0012",
    issued_on=date(2026, 11, 23),
    addressee=Addressee(person="見本 花子"),
    sender=SENDER,
    applicant_name="見本 花子",
    membership_class="賛助会員",
    submitted_at=datetime(2026, 11, 22, 15, 4, tzinfo=UTC),
    files=(ReceiptFile("定款", "定款.pdf", 123_456, "0123456789abcdef" * 4),),
)


def pdf_of(content: LetterContent) -> bytes:
    """The letter's PDF."""
    return typeset(kind=content.kind, version=1, data=content.as_data())


def text_of(content: LetterContent) -> str:
    """What stands in the letter's PDF, without spaces and line ends."""
    if shutil.which("pdftotext") is None and os.environ.get("CI") != "true":
        pytest.skip("pdftotext (poppler) is not installed")
    command = ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"]
    found = subprocess.run(command, input=pdf_of(content), capture_output=True, check=True).stdout.decode()
    return "".join(found.split()).replace("\u200b", "")


@pytest.mark.parametrize(
    "part",
    ["孤プ第12号", "令和8年11月23日", BODY, "代表理事髙橋花子様", *SENDER, "入会承認通知書", "記", "会員番号701", "令和8年11月20日", "以上", "問合せ先"],
)
def test_an_approval_says_what_it_must(part: str) -> None:
    assert part in text_of(APPROVED)


@pytest.mark.parametrize(
    "part",
    [BODY + "御中", "入会不承認通知書", "令和8年10月1日付け", "(1)活動実績を確認できませんでした。", "(2)推薦の要件", "再度お申し込みいただけます", "2026-0012", "以上"],
)
def test_a_refusal_gives_its_reasons_and_says_that_one_may_apply_again(part: str) -> None:
    assert part in text_of(REFUSED)


@pytest.mark.parametrize(
    "part", ["受付番号2026-0012", "令和8年11月23日0時04分", "見本花子様", "定款.pdf", "0123456789abcdef" * 4, "120KB", "1件"]
)
def test_a_receipt_lists_the_files_with_their_hashes(part: str) -> None:
    assert part in text_of(RECEIPT)


def test_a_receipt_without_files_says_so() -> None:
    assert "添付されたファイルはありません" in text_of(replace(RECEIPT, files=()))


@pytest.mark.parametrize(
    "name",
    [
        "#panic()",
        "*a*",
        "_a_",
        "$x$",
        "\\#",
        '"] #eval("1") [',
        "#read(\"/etc/passwd\")",
        "= 見出し",
        "<label>",
        "@ref",
        "// comment",
        "`raw`",
        "https://example.jp",
        "a~b",
        "\\u{41}",
        "--- ...",
    ],
)
def test_no_name_is_read_as_markup(name: str) -> None:
    seen = text_of(replace(APPROVED, member_name=name, representative=name, sender=(name,), addressee=Addressee(name, name, name), contact=(name,)))
    assert seen.count("".join(name.split())) >= 5


@pytest.mark.parametrize("name", ["髙橋", "𠮷野家", "﨑山", "塚", "邉見", "渡邊", "森鷗外", "𩸽", "俠客"])
def test_names_keep_their_own_characters(name: str) -> None:
    assert name in text_of(replace(RECEIPT, applicant_name=name))
    assert GETA not in with_geta(name)


def test_an_ideographic_variation_sequence_is_drawn() -> None:
    name = "葛\U000e0100城 辻\U000e0101子"
    assert "葛" in text_of(replace(RECEIPT, applicant_name=name))
    assert with_geta(name) == name


def test_a_character_that_no_font_has_is_told() -> None:
    seen = text_of(replace(RECEIPT, applicant_name="見本 شركة 🎌"))
    assert "見本" + GETA * 4 + GETA in seen
    assert "書体にない文字" in seen
    assert "書体にない文字" not in text_of(RECEIPT)


def test_marks_without_a_shape_are_left_out() -> None:
    assert with_geta("a\u200bb\u202ec\x00d") == "abcd"


def test_line_ends_of_a_reason_are_kept() -> None:
    assert with_geta({"reasons": ["一\n二"]}) == {"reasons": ["一\n二"]}


def test_a_very_long_name_stays_on_the_page() -> None:
    long = replace(APPROVED, member_name="団体" * 100, representative="A" * 300, addressee=Addressee("見本" * 100, "長" * 60, "B" * 200))
    assert "A" * 300 in text_of(long)


def test_a_paper_on_the_web_is_named_with_its_address() -> None:
    text = text_of(replace(RECEIPT, files=(*RECEIPT.files, ReceiptFile("事業報告書等", "https://mihon.example/houkoku"))))
    assert "https://mihon.example/houkoku" in text
    assert "ウェブページ" in text
    assert "2件（下表のとおり）" in text


def test_many_files_make_several_numbered_pages() -> None:
    many = replace(RECEIPT, files=tuple(ReceiptFile("資料", f"資料{place}.pdf", 1, "ab" * 32) for place in range(60)))
    assert "1/3" in text_of(many)


def test_the_same_data_give_the_same_bytes() -> None:
    assert pdf_of(APPROVED) == pdf_of(APPROVED)


def test_a_letter_is_tagged_small_and_quick() -> None:
    pdf_of(REFUSED)
    started = time.process_time()
    made = pdf_of(APPROVED)
    assert time.process_time() - started < 0.3
    assert b"pdfuaid" in made
    assert b"/StructTreeRoot" in made
    assert len(made) < 150_000


def test_the_fonts_draw_all_of_the_common_kanji() -> None:
    assert set(range(0x4E00, 0x9FA6)) <= drawable()
