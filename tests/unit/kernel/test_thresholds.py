"""Thresholds count in integers and need the least number that fulfils them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_app.kernel.thresholds import Base, Threshold, read_threshold

FRACTIONS = st.integers(1, 12).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@given(FRACTIONS, st.booleans(), st.integers(0, 10_000))
def test_needed_is_the_least_integer_that_fulfils(fraction: tuple[int, int], is_strict: bool, base: int) -> None:
    threshold = Threshold(*fraction, is_strict)
    bound = Fraction(*fraction) * base
    needed = threshold.needed(base)
    assert needed > bound if is_strict else needed >= bound
    assert not (needed - 1 > bound if is_strict else needed - 1 >= bound)


def test_half_of_five_is_three_either_way_and_of_four_differs() -> None:
    assert Threshold(1, 2, True).needed(5) == 3
    assert Threshold(1, 2, True).needed(4) == 3
    assert Threshold(1, 2, False).needed(4) == 2


def test_json_form_is_read_back() -> None:
    data = {"of": "attending", "more_than": [1, 2]}
    assert read_threshold(data).data == data
    assert read_threshold(data).of is Base.ATTENDING


@pytest.mark.parametrize(
    "data",
    [{}, {"at_least": [1, 2], "more_than": [1, 2]}, {"at_least": [3, 2]}, {"at_least": [1.5, 2]}, {"at_least": [1]}, {"of": "nobody", "at_least": [1, 2]}],
)
def test_what_is_no_threshold_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        read_threshold(data)
