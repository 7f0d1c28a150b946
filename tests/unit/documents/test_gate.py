"""Extension, first bytes and structure must agree; nothing else may hide in a file."""

import io
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from platform_app.documents.rules import FileKind, SlotPolicy
from platform_app.documents.sniffing.gate import why_not_accept
from tests.unit.documents import samples

EVERYTHING = SlotPolicy(tuple(FileKind))


def refusal(content: bytes, name: str, policy: SlotPolicy = EVERYTHING) -> str | None:
    """The code of the first reason, without its package; None if the file is taken."""
    reasons = why_not_accept(io.BytesIO(content), name=name, size=len(content), policy=policy)
    return reasons[0].code.removeprefix("documents.") if reasons else None


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.pdf(), "定款.pdf"),
        (samples.pdf(version="2.0"), "定款.PDF"),
        (samples.pdf(), "定款.ｐｄｆ"),
        (samples.png(), "scan.png"),
        (samples.jpeg(), "scan.jpg"),
        (samples.jpeg(), "scan.jpeg"),
        (samples.jpeg(tail=b"a motion picture" * 100), "phone.jpg"),
        (samples.docx(), "会則.docx"),
        (samples.docx({"word/media/image1.png": samples.png()}), "会則.docx"),
        (samples.xlsx(), "役員名簿.xlsx"),
    ],
)
def test_a_sound_file_of_each_kind_is_taken(content: bytes, name: str) -> None:
    assert refusal(content, name) is None


def test_a_workbook_written_by_a_real_program_is_taken() -> None:
    target, book = io.BytesIO(), Workbook()
    for row in range(2000):
        book.active.append([row, "見本", "理事"])
        book.active.cell(row + 1, 2).hyperlink = f"https://example.org/{row}"
    book.save(target)
    assert refusal(target.getvalue(), "名簿.xlsx") is None


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.pdf", "file_empty"),
        (samples.pdf(), "", "file_missing"),
        (b"MZ\x90\x00" + b"\x00" * 200, "program.pdf", "file_is_program"),
        (b"\x7fELF" + b"\x00" * 200, "program.docx", "file_is_program"),
        (b"#!/bin/sh\n", "program.jpg", "file_is_program"),
        (samples.pdf(), "program.exe", "kind_not_accepted"),
        (samples.pdf(), "定款.pdf.exe", "kind_not_accepted"),
        (samples.pdf(), "定款", "kind_not_accepted"),
        (samples.pdf(), ".pdf", "kind_not_accepted"),
        (samples.jpeg(), "IMG_0001.HEIC", "photo_format"),
        (samples.pdf(), "scan.png", "content_differs"),
        (samples.png(), "scan.pdf", "content_differs"),
        (samples.xlsx(), "会則.docx", "content_differs"),
        (samples.docx(), "名簿.xlsx", "content_differs"),
        (samples.archive({"a.txt": b"a"}), "会則.docx", "content_differs"),
        (b"<html><script>alert(1)</script>", "page.pdf", "content_differs"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old.docx", "office_protected"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(content: bytes, name: str, code: str) -> None:
    assert refusal(content, name) == code


def test_a_kind_that_the_slot_does_not_take_is_refused() -> None:
    assert refusal(samples.xlsx(), "定款.xlsx", SlotPolicy((FileKind.PDF,))) == "kind_not_accepted"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.pdf(), "a.pdf"),
        (samples.png(), "a.png"),
        (samples.jpeg(), "a.jpg"),
        (samples.docx(), "a.docx"),
        (samples.xlsx(), "a.xlsx"),
    ],
)
def test_a_file_cut_short_anywhere_is_refused(content: bytes, name: str) -> None:
    for length in range(1, len(content) - 8, 7):
        assert refusal(content[:length], name) is not None, f"taken at {length} of {len(content)} bytes"


def test_a_pdf_with_a_password_is_refused_with_its_own_reason() -> None:
    assert refusal(samples.pdf(trailer="/Encrypt 9 0 R"), "a.pdf") == "pdf_protected"


def test_a_pdf_whose_table_points_nowhere_is_broken() -> None:
    assert refusal(samples.pdf().replace(b"startxref\n", b"startxref\n99"), "a.pdf") == "file_broken"


@pytest.mark.parametrize(("whole", "name"), [(samples.pdf(), "a.pdf"), (samples.jpeg(), "a.jpg")])
def test_a_file_that_is_an_archive_as_well_is_refused(whole: bytes, name: str) -> None:
    assert refusal(whole + samples.archive({"run.js": b"alert(1)"}), name) == "file_ambiguous"


def test_a_picture_that_is_a_pdf_as_well_is_refused() -> None:
    content = samples.jpeg()
    assert refusal(content[:2] + b"\xff\xfe\x00\x0a%PDF-1.7" + content[2:], "a.jpg") == "file_ambiguous"


@pytest.mark.parametrize(("width", "height"), [(40_000, 1), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_fill_the_memory_is_refused(width: int, height: int) -> None:
    assert refusal(samples.png(width=width, height=height), "a.png") == "image_too_large"


def test_a_photograph_that_would_fill_the_memory_is_refused() -> None:
    assert refusal(samples.jpeg(width=29_000, height=29_000), "a.jpg") == "image_too_large"


@pytest.mark.parametrize("content", [samples.png(width=0), samples.jpeg(height=0)])
def test_a_picture_without_size_is_broken(content: bytes) -> None:
    assert refusal(content, "a.png" if content.startswith(b"\x89") else "a.jpg") == "file_broken"


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"word/vbaProject.bin": b"macro"}, "has_macros"),
        ({"word/VBAPROJECT.BIN": b"macro"}, "has_macros"),
        ({"xl/macrosheets/sheet1.xml": b"<x/>"}, "has_macros"),
        ({"word/activeX/activeX1.bin": b"x"}, "has_embedded_files"),
        ({"word/embeddings/oleObject1.bin": b"x"}, "has_embedded_files"),
        ({"word/media/run.exe": b"x"}, "has_embedded_files"),
        ({"word/inner.zip": b"x"}, "archive_nested"),
        ({"word/media/image1.png": samples.archive({"a": b"a"})}, "archive_nested"),
        ({"word/media/image1.png": b"\x1f\x8b\x08" + b"\x00" * 20}, "archive_nested"),
        ({"../../etc/passwd": b"x"}, "archive_unsafe"),
        ({"/etc/passwd": b"x"}, "archive_unsafe"),
        ({"word\\..\\x": b"x"}, "archive_unsafe"),
        ({"WORD/document.xml": b"x"}, "archive_unsafe"),
        ({"word/styles.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}, "archive_unsafe"),
        ({"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}, "archive_unsafe"),
    ],
)
def test_a_document_with_something_inside_is_refused(entries: dict[str, bytes], code: str) -> None:
    assert refusal(samples.docx(entries), "a.docx") == code


def test_a_document_that_declares_macros_is_refused() -> None:
    types = samples.CONTENT_TYPES.format(part="word/document.xml", main="wordprocessingml.document")
    for declared in ("ms-word.document.macroEnabled", "application/vnd.ms-office.vba&#80;roject"):
        assert refusal(samples.docx(types=types.replace("</Types>", f"<x a='{declared}'/></Types>")), "a.docx") == "has_macros"


def relations(*, kind: str, target: str, mode: str = ' TargetMode="External"', tag: str = "Relationship") -> str:
    """A part that relates another one to a target, as it is written in a document."""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    prefix, _, _ = tag.rpartition(":")
    all_of_them = f"{prefix}:Relationships" if prefix else "Relationships"
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    return f'<{all_of_them} {name}="{space}"><{tag} Id="rId1" Type="{kind}" Target="{target}"{mode}/></{all_of_them}>'


def refusal_of(part: str | bytes, encoding: str = "utf-8") -> str | None:
    """Why a document with these relations of its settings is not taken."""
    return refusal(samples.docx({"word/_rels/settings.xml.rels": part if isinstance(part, bytes) else part.encode(encoding)}), "a.docx")


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("https://evil.example/x.dotm", "has_remote_template"),
        ("\\\\evil.example\\x.dotm", "has_remote_template"),
        ("&#104;ttps://evil.example/x.dotm", "has_remote_template"),
        ("https&#x3a;//evil.example/x.dotm", "has_remote_template"),
        ("https%3A//evil.example/x.dotm", "has_remote_template"),
        (" https://evil.example/x.dotm", "has_remote_template"),
        ("&#10;\u3000&#x200b;https://evil.example/x.dotm", "has_remote_template"),
        ("ht&#9;tps://evil.example/x.dotm", "has_remote_template"),
        ("HTTPS://evil.example/x.dotm", "has_remote_template"),
        ("mhtml:https://evil.example/x!x-usc:https://evil.example/x", "has_remote_template"),
        ("/\\evil.example/x.dotm", "has_remote_template"),
        ("file://evil.example/x.dotm", "has_remote_template"),
        ("file:///\\evil.example\\x.dotm", "has_remote_template"),
        ("file:///%5C%5Cevil.example%5Cx.dotm", "has_remote_template"),
        ("file:///C:/Users/a/Normal.dotm", None),
        ("file:///C:\\Users\\a\\Normal.dotm", None),
        ("C:\\Users\\a\\Normal.dotm", None),
        ("Macintosh%20HD:Users:a:Library:Normal.dotm", None),
        ("/Library/a/Normal.dotm", None),
        ("Normal.dotm", None),
    ],
)
def test_a_document_that_would_fetch_its_template_from_elsewhere_is_refused(target: str, code: str | None) -> None:
    assert refusal_of(relations(kind="attachedTemplate", target=target)) == code


@pytest.mark.parametrize("kind", ["attachedTemplate", "frame", "oleObject", "subDocument", "aFChunk", "of/no/known/kind", "ATTACHEDTEMPLATE "])
def test_nothing_that_is_opened_with_a_document_comes_from_elsewhere(kind: str) -> None:
    assert refusal_of(relations(kind=kind, target="https://evil.example/x")) == "has_remote_template"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("tag", ["Relationship", "p:Relationship", "関:Relationship"])
def test_relations_are_read_in_whatever_way_they_are_written(tag: str, encoding: str) -> None:
    part = relations(kind="attachedTemplate", target="https://evil.example/x", tag=tag)
    assert refusal_of(part, encoding) == "has_remote_template"
    assert refusal_of(part.replace("attachedTemplate", "hyperlink"), encoding) is None


def test_relations_are_read_to_their_end_or_not_at_all() -> None:
    part = relations(kind="attachedTemplate", target="https://evil.example/x")
    assert refusal_of(part.replace("><", ">" + " " * 3_000_000 + "<", 1)) == "has_remote_template"
    assert refusal_of(part.replace("><", ">" + " " * 4_200_000 + "<", 1)) == "archive_too_large"
    parts = {f"word/_rels/{number}.xml.rels": part.replace("attachedTemplate", "hyperlink").encode() + b" " * 500_000 for number in range(10)}
    assert refusal(samples.docx(parts), "a.docx") == "archive_too_large"


@pytest.mark.parametrize("name", ["word/_rels/settings.xml.RELS", "word/_rels/settings.xml.re%6Cs"])
def test_relations_are_found_under_whatever_spelling_of_their_name(name: str) -> None:
    part = relations(kind="attachedTemplate", target="https://evil.example/x").encode()
    assert refusal(samples.docx({name: part}), "a.docx") == "has_remote_template"


@pytest.mark.parametrize(
    ("kind", "target", "mode"),
    [
        ("hyperlink", "https://example.org/定款?a=1&amp;b=2#c", ' TargetMode="External"'),
        ("hyperlink", "https://example.org/setup.exe", ' TargetMode="External"'),
        ("hyperlink", "mailto:jimukyoku@example.com", ' TargetMode="External"'),
        ("hyperlink", "file:///\\\\server\\share\\名簿.xlsx", ' TargetMode="External"'),
        ("hyperlink", "#しおり", ""),
        ("image", "https://example.org/logo.png", ' TargetMode="External"'),
        ("image", "https://example.com", ' TargetMode="External"'),
        ("image", "media/image1.png", ""),
        ("styles", "styles.xml", ""),
        ("customXml", "../customXml/item1.xml", ' TargetMode="Internal"'),
        ("worksheet", "/xl/worksheets/sheet1.xml", ""),
        ("oleObject", "file:///C:/Users/a/表.xlsx", ' TargetMode="External"'),
        ("externalLinkPath", "https://example.org/見本/名簿.xlsx", ' TargetMode="External"'),
    ],
)
def test_what_honest_documents_point_to_is_taken(kind: str, target: str, mode: str) -> None:
    assert refusal_of(relations(kind=kind, target=target, mode=mode)) is None


@pytest.mark.parametrize(
    "target",
    ["file:///C:\\Windows\\System32\\cmd.exe", "C:\\x\\run.EXE", "https://evil.example/run.hta?a.xlsx", "\\\\evil.example\\run%2Elnk", "../run.js"],
)
def test_a_document_that_takes_its_contents_from_a_program_is_refused(target: str) -> None:
    assert refusal_of(relations(kind="externalLinkPath", target=target)) == "has_remote_template"


@pytest.mark.parametrize(
    ("kind", "code"),
    [("vbaProject", "has_macros"), ("vba&#80;roject", "has_macros"), ("xlMacrosheet", "has_macros"), ("oleObject", "has_embedded_files"), ("package", "has_embedded_files")],
)
def test_macros_and_embedded_files_are_found_under_harmless_names(kind: str, code: str) -> None:
    assert refusal_of(relations(kind=kind, target="x.bin", mode="")) == code


@pytest.mark.parametrize("content_type", ["application/vnd.ms-office.vbaProject", "application/vnd.ms-office.vba&#80;roject", "application/vnd.ms-excel.macro&#115;heet+xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_macros_are_found_by_their_type(content_type: str, encoding: str) -> None:
    types = samples.CONTENT_TYPES.format(part="word/document.xml", main="wordprocessingml.document").replace("UTF-8", encoding)
    parts = {"word/x.bin": b"macro", "[Content_Types].xml": types.replace("</Types>", f'<x:Override PartName="/word/x.bin" ContentType="{content_type}" xmlns:x="urn:x"/></Types>').encode(encoding)}
    assert refusal(samples.docx(parts), "a.docx") == "has_macros"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("<!DOCTYPE Relationships><Relationships/>", "archive_unsafe"),
        ('<!DOCTYPE a [<!ENTITY a "b">]><Relationships/>', "archive_unsafe"),
        (" " * 100_000 + '<!DOCTYPE a [<!ENTITY a "b">]><Relationships/>', "archive_unsafe"),
        (" " * (64 * 1024 - 5) + '<!DOCTYPE a [<!ENTITY a "b">]><Relationships/>', "archive_unsafe"),
        ('<?xml version="1.0" encoding="cp037"?><Relationships/>', "archive_unsafe"),
        ('<?xml version="1.0" encoding="utf-7"?><Relationships/>', "archive_unsafe"),
        ('<?xml version="1.0" encoding="nonsense"?><Relationships/>', "archive_unsafe"),
        ("<Relationships>" * 120_000, "archive_too_large"),
        ("<Relationships>", "file_broken"),
        ("<Relationships a='1' a='2'/>", "file_broken"),
        ("<Relationships/><Relationships/>", "file_broken"),
        ("&a;", "file_broken"),
        ("", "file_broken"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_relations_that_programs_could_read_otherwise_are_refused(part: str, code: str, encoding: str) -> None:
    assert refusal_of(part, encoding) == code


def test_a_document_type_is_found_however_late_it_comes() -> None:
    late = "<?xml version='1.0'?>" + " " * (64 * 1024 - 25) + '<!DOCTYPE x [<!ENTITY a "b">]><x/>'
    assert refusal(samples.docx({"word/styles.xml": late.encode()}), "a.docx") == "archive_unsafe"
    assert refusal(samples.docx({"word/styles.xml": late.encode("utf-16")}), "a.docx") == "archive_unsafe"


@pytest.mark.parametrize("name", ["word/_rels/settings.xml.rels/[0].piece", "word/_rels/settings.xml.rels/[1].last.piece", "word/%64ocument.xml"])
def test_a_part_in_pieces_or_under_two_spellings_is_refused(name: str) -> None:
    assert refusal(samples.docx({name: b"<x/>"}), "a.docx") == "archive_unsafe"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (b'<p:Relationships xmlns:p="http://x"><p:Relationship Type="http://x/attachedTemplate" Target="https://evil.example/x"/></p:Relationships>', "has_remote_template"),
        ('<Relationship Type="http://x/frame" Target="https://evil.example/x"/>'.encode("utf-16"), "has_remote_template"),
        (b'<Relationship Type="http://x/hyperlink" Target="https://mihon.example/" TargetMode="External"/>', None),
        (b'<!DOCTYPE x><Relationship Type="http://x/frame" Target="a"/>', "archive_unsafe"),
        (b" " * (5 * 1024 * 1024) + b'<Relationship Type="http://x/frame" Target="https://evil.example/x"/>', "archive_too_large"),
        (b"<Relationship", "file_broken"),
    ],
)
def test_where_a_document_leads_is_read_as_programs_read_it(part: bytes, code: str | None) -> None:
    assert refusal(samples.docx({"word/_rels/settings.xml.rels": part}), "a.docx") == code


def test_a_zip_bomb_is_refused_without_being_unpacked() -> None:
    bomb = samples.docx({"word/styles.xml": b"\x00" * (30 * 1024 * 1024)})
    started = time.process_time()
    assert refusal(bomb, "a.docx") == "archive_too_large"
    assert time.process_time() - started < 0.1


def test_a_zip_bomb_that_hides_its_size_is_refused() -> None:
    bomb = samples.docx({"word/styles.xml": b"\x00" * (8 * 1024 * 1024)})
    size = struct.pack("<I", 8 * 1024 * 1024)
    assert refusal(bomb.replace(size, struct.pack("<I", 1000)), "a.docx") == "file_broken"


def test_an_archive_of_too_many_entries_is_refused() -> None:
    assert refusal(samples.docx({f"word/{number}.xml": b"" for number in range(2100)}), "a.docx") == "archive_too_large"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xff\xd8" + b"\xff\xe1\x00\x02" * 2_000_000, "a.jpg"),
        (b"\xff\xd8" + b"\xff" * 8_000_000, "a.jpg"),
        (samples.png()[:33] + b"\x00\x00\x00\x00tEXt\x00\x00\x00\x00" * 600_000, "a.png"),
        (samples.docx({"word/_rels/settings.xml.rels": b"<Relationship " * 250_000}), "a.docx"),
        (samples.docx({"word/_rels/settings.xml.rels": b"<a>" + b"<b/>" * 1_000_000}), "a.docx"),
        (samples.docx({f"word/_rels/{part}.rels": b"<a>" + b"<Relationship/>" * 60_000 + b"</a>" for part in range(2)}), "a.docx"),
        (samples.docx({"word/_rels/settings.xml.rels": b"<a b='" + b"%68 " * 1_000_000}), "a.docx"),
        (samples.docx({"word/_rels/settings.xml.rels": b"<Relationship Target='" + b"%68 " * 500_000 + b"'/>"}), "a.docx"),
        (samples.docx({"word/styles.xml": b"<!" * 2_000_000}), "a.docx"),
        (b"%PDF-1.7\n" + b"startxref " * 800_000, "a.pdf"),
    ],
)
def test_no_file_keeps_the_gate_busy(content: bytes, name: str) -> None:
    started = time.process_time()
    refusal(content, name)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.jpg", "a.docx", "a.xlsx"])
@given(cut=st.binary(max_size=300), place=st.integers(0, 400))
def test_no_damage_makes_the_gate_fail(name: str, cut: bytes, place: int) -> None:
    whole = {"pdf": samples.pdf(), "png": samples.png(), "jpg": samples.jpeg(), "docx": samples.docx(), "xlsx": samples.xlsx()}[name[2:]]
    refusal(whole[:place] + cut + whole[place + len(cut) :], name)
