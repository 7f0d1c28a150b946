"""The header under which a download gets its name."""

import pytest

from platform_app.documents.services.sending import content_disposition


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("report.pdf", "attachment; filename=\"report.pdf\"; filename*=UTF-8''report.pdf"),
        ('a"; filename=evil.exe.pdf', "attachment; filename=\"a_filename_evil.exe.pdf\"; filename*=UTF-8''a%22%3B%20filename%3Devil.exe.pdf"),
        ("定款.pdf", "attachment; filename=\"file-1.pdf\"; filename*=UTF-8''%E5%AE%9A%E6%AC%BE.pdf"),
        ("a%20b.pdf", "attachment; filename=\"a_20b.pdf\"; filename*=UTF-8''a%2520b.pdf"),
        ("𠮷\U000e0100.pdf", "attachment; filename=\"file-1.pdf\"; filename*=UTF-8''%F0%A0%AE%B7%F3%A0%84%80.pdf"),
    ],
)
def test_a_name_in_any_script_is_a_safe_header(name: str, header: str) -> None:
    assert content_disposition(name, fallback="file-1.pdf") == header
    assert header.isascii()
