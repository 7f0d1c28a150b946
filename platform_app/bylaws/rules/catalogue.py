"""All rules by key, in the order of the page that shows them."""

from collections.abc import Mapping
from types import MappingProxyType

from platform_app.bylaws.rules.admission import ADMISSION
from platform_app.bylaws.rules.assemblies import ASSEMBLIES
from platform_app.bylaws.rules.board import BOARD
from platform_app.bylaws.rules.membership import MEMBERSHIP
from platform_app.bylaws.rules.records import RECORDS
from platform_app.bylaws.rules.rights import RIGHTS
from platform_app.bylaws.rules.rule import Rule

CATALOGUE: Mapping[str, Rule] = MappingProxyType(
    {rule.key: rule for rule in (*RIGHTS, *ADMISSION, *BOARD, *ASSEMBLIES, *MEMBERSHIP, *RECORDS)}
)
SECTIONS: tuple[str, ...] = tuple(dict.fromkeys(rule.section for rule in CATALOGUE.values()))
