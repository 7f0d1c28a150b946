"""Between particulars and the columns of `member`, in both directions."""

from typing import Any

from platform_app.members.models import Member
from platform_app.members.rules import Particulars, PublicField
from platform_app.members.rules.names import search_key, search_text


def columns_of(particulars: Particulars) -> dict[str, Any]:
    """The columns, search keys included."""
    names = (particulars.name, particulars.kana, *particulars.former_names, *particulars.short_names)
    return {
        **vars(particulars),
        "former_names": list(particulars.former_names),
        "short_names": list(particulars.short_names),
        "publishes": sorted(field.value for field in particulars.publishes),
        "name_key": search_key(particulars.name),
        "search_text": search_text((*names, particulars.corporate_number or "")),
    }


def particulars_of(member: Member) -> Particulars:
    """The particulars as they stand."""
    several = {
        "former_names": tuple(member.former_names),
        "short_names": tuple(member.short_names),
        "publishes": frozenset(PublicField(field) for field in member.publishes),
    }
    return Particulars(**{name: several.get(name, getattr(member, name, None)) for name in Particulars.__dataclass_fields__})
