"""Years, months and days as people write them."""

import pytest

from platform_app.screening.forms.fields import calendar_text, is_since


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2019", "2019"), ("２０１９", "2019"), ("2019年", "2019"), ("2019-04", "2019-04"), ("2019年4月", "2019-04"), ("2019/4", "2019-04"),
        ("２０１９／４／１", "2019-04-01"), ("2019.4.1", "2019-04-01"), ("平成31年4月1日", "2019-04-01"), ("令和元年5月", "2019-05"),
        ("昭和45年", "1970"), ("Ｈ24.4.1", "2012-04-01"), ("R8.4", "2026-04"), ("h元/5/1", "1989-05-01"), ("令和元年", "2019"), (" 2019 ", "2019"),
    ],
)
def test_every_common_way_of_writing_is_understood(typed: str, kept: str) -> None:
    assert calendar_text(typed) == kept
    assert is_since(kept)


@pytest.mark.parametrize("text", ["", "昔から", "2019-13", "2019-00", "2019-02-29", "2019-4", "19", "20190401", "平成"])
def test_what_no_calendar_has_is_none(text: str) -> None:
    assert not is_since(calendar_text(text))
