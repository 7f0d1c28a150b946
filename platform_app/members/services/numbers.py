"""Member numbers: taken from one row, which stays locked until the commit."""

from sqlalchemy import bindparam, text

from platform_app.extensions import db

_TAKE = text(
    "INSERT INTO member_number (id, last_number) VALUES (1, :wanted) "
    "ON CONFLICT (id) DO UPDATE SET last_number = member_number.last_number + :wanted RETURNING last_number"
).bindparams(bindparam("wanted"))
_RESERVE = text(
    "INSERT INTO member_number (id, last_number) VALUES (1, :upto) ON CONFLICT (id) DO UPDATE SET last_number = "
    "CASE WHEN member_number.last_number < :upto THEN :upto ELSE member_number.last_number END"
).bindparams(bindparam("upto"))


def take_numbers(wanted: int) -> range:
    """The next numbers, in order. Of two admissions at once the second waits for the first; what rolls back gives its numbers back."""
    if not wanted:
        return range(0)
    last = db.session.scalars(_TAKE, {"wanted": wanted}).one()
    return range(last - wanted + 1, last + 1)


def reserve_numbers(upto: int) -> None:
    """Never give a number up to `upto` by the counter: a founding register brings its own."""
    db.session.execute(_RESERVE, {"upto": upto})
