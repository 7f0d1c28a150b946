"""Letters as PDF, set with typst from frozen data: no network, no system fonts, the same bytes from the same data.

Data goes in as JSON and is set as text, so that no name can inject markup. Output is tagged (PDF/UA-1).
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from platform_app.documents.glyphs import GETA, with_geta
from platform_app.documents.rules.letters import LetterKind, PaperKind
from platform_app.kernel.canonical import canonical_json

if TYPE_CHECKING:
    import typst

_PACKAGE = Path(__file__).parent
_FONTS = _PACKAGE / "fonts"
_LETTERS = _PACKAGE / "letters"
_TIMESTAMP = 0


@lru_cache
def _fonts() -> "typst.Fonts":
    import typst  # loaded by the first letter or paper only

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONTS)])


def typeset(*, kind: LetterKind | PaperKind, version: int, data: Mapping[str, object], is_draft: bool = False) -> bytes:
    """The PDF of a letter's data, by the template that was in force when it was frozen; a draft says so on every page.

    Raises: typst.TypstError if the template cannot set the data.
    """
    import typst

    text = canonical_json(with_geta(data))
    inputs = {"data": text, "has_geta": "yes" if GETA in text else "", "is_draft": "yes" if is_draft else ""}
    folder = _LETTERS / f"v{version}"
    compiler = typst.Compiler(str(folder / f"{kind.value}.typ"), root=str(folder), font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=_TIMESTAMP, sys_inputs=inputs)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made
