"""Corporate Numbers (法人番号): 13 digits of which the first is a check digit.

Source: 法人番号の指定等に関する省令 (the check digit, as `stdnum.jp.cn` computes it). Twelve digits are a registry number (会社法人等番号) or an
individual's number (マイナンバー), which must not be kept: no reason ever carries the digits.
"""

import re
import unicodedata

from stdnum.jp import cn

from platform_app.kernel.errors import refuse_if
from platform_app.kernel.reasons import Reason

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−ー]+")
LENGTH = 13
_FORBIDDEN_LENGTH = 12


def _digits(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def why_not_corporate_number(text: str, *, field: str = "corporate_number") -> tuple[Reason, ...]:
    """Reasons against a Corporate Number as typed; full-width digits, spaces and hyphens are welcome."""
    digits = _digits(text)
    if not re.fullmatch(r"[0-9]+", digits):
        return (Reason("members.corporate_number_not_digits", field=field),)
    if len(digits) == _FORBIDDEN_LENGTH:
        return (Reason("members.corporate_number_twelve_digits", field=field),)
    if len(digits) != LENGTH:
        return (Reason("members.corporate_number_length", {"length": len(digits)}, field=field),)
    if cn.calc_check_digit(digits[1:]) != digits[0]:
        return (Reason("members.corporate_number_check_digit", field=field),)
    return ()


def read_corporate_number(text: str) -> str:
    """The 13 digits of a Corporate Number as typed.

    Raises: RuleViolation.
    """
    refuse_if(why_not_corporate_number(text))
    return _digits(text)
