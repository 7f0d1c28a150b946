"""The words of one rule: its label, its sentence, and the sentence that stands for no, none or nothing."""

from dataclasses import dataclass

from flask_babel import LazyString


@dataclass(frozen=True)
class RuleWords:
    """`sentence` may hold the value as `%(value)s`; `otherwise` is said when the value is no, none or empty."""

    label: LazyString
    sentence: LazyString
    otherwise: LazyString | None = None
