"""A database that can be worked with: the newest schema and the founding rules."""

from flask import Flask

from platform_app.bylaws.services import adopt_founding_rules
from platform_app.database.schema import upgrade
from platform_app.database.transaction import transaction
from platform_app.kernel.actors import OPERATOR
from platform_app.kernel.clock import now


def set_up_database(app: Flask) -> None:
    """Run the missing migrations, then adopt the founding rules unless there are rules; doing it again changes nothing."""
    upgrade(app)
    with app.app_context(), transaction():
        adopt_founding_rules(by=OPERATOR, at=now())
