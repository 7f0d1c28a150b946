"""From particulars to the columns of `member`, search keys included."""

from typing import Any

from platform_app.members.rules import Particulars
from platform_app.members.rules.names import search_key, search_text


def columns_of(particulars: Particulars) -> dict[str, Any]:
    """The columns that particulars fill."""
    names = (particulars.name, particulars.kana, *particulars.former_names, *particulars.short_names)
    return {
        **vars(particulars),
        "former_names": list(particulars.former_names),
        "short_names": list(particulars.short_names),
        "publishes": sorted(field.value for field in particulars.publishes),
        "name_key": search_key(particulars.name),
        "search_text": search_text((*names, particulars.corporate_number or "")),
    }
