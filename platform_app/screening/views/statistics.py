"""How many days the steps take: a chart and tables by month and class, and the same as a file."""

from collections.abc import Iterator, Mapping

from flask import request
from flask.typing import ResponseReturnValue

from platform_app.bylaws.queries import rules_at
from platform_app.kernel.calendar import add_months
from platform_app.kernel.clock import today
from platform_app.kernel.errors import NotFound
from platform_app.members.rules import MemberClass
from platform_app.screening.permissions import VIEW_APPLICATIONS
from platform_app.screening.queries.statistics import list_stays
from platform_app.screening.rules.statistics import IN_BUSINESS_DAYS, DayCounter, Key, Measure, Ranks, table_of
from platform_app.screening.views.blueprint import blueprint
from platform_app.web.access import requires
from platform_app.web.export import table_response
from platform_app.web.render import render

SPANS = (12, 24, 60)
HEADER = ("step", "membership_class", "month", "unit", "count", "median_days", "ninth_decile_days")
_DOWNLOADS = ("csv", "xlsx")


def _span() -> int:
    text = request.args.get("months", "")
    return int(text) if text in {str(span) for span in SPANS} else SPANS[0]


def _table(months: int) -> Mapping[Key, Ranks]:
    on = today()
    first = add_months(on.replace(day=1), 1 - months)
    stays = list(list_stays(from_on=first, until_on=add_months(on.replace(day=1), 1)))
    if not stays:
        return {}
    closed = rules_at(on).dates("time.closed_days")
    counter = DayCounter(min(stay.since for stay in stays), max(stay.until for stay in stays), closed=closed)
    return table_of(stays, counter)


@blueprint.get("/secretariat/applications/statistics")
@requires(VIEW_APPLICATIONS)
def show_statistics() -> ResponseReturnValue:
    """Median and ninth decile of days per step, for all and by month and class."""
    months, chosen = _span(), request.args.get("membership_class", "")
    classes = {kind.value: kind for kind in MemberClass}
    chosen = chosen if chosen in classes else ""
    table = _table(months)
    seen = sorted({month for _measure, kind, month in table if month and kind == chosen}, reverse=True)
    longest = max((ranks.ninth for (_measure, kind, month), ranks in table.items() if kind == chosen and not month), default=0)
    return render(
        "screening/applications_statistics.html", table=table, measures=tuple(Measure), in_business_days=IN_BUSINESS_DAYS, months=months,
        spans=SPANS, seen=seen, chosen=chosen, classes=classes, longest=max(longest, 1),
    )


@blueprint.get("/secretariat/applications/statistics/download")
@requires(VIEW_APPLICATIONS)
def download_statistics() -> ResponseReturnValue:
    """The tables as a file; an empty class or month stands for all."""
    ending = request.args.get("ending", "csv")
    if ending not in _DOWNLOADS:
        raise NotFound
    return table_response(f"application-days-{today().isoformat()}", ending, HEADER, _rows(_table(_span())))


def _rows(table: Mapping[Key, Ranks]) -> Iterator[tuple[str | int, ...]]:
    order = {measure: place for place, measure in enumerate(Measure)}
    for measure, kind, month in sorted(table, key=lambda key: (order[key[0]], key[1], key[2])):
        ranks = table[measure, kind, month]
        unit = "business_days" if measure in IN_BUSINESS_DAYS else "days"
        yield (measure.value, kind, month, unit, ranks.count, ranks.median, ranks.ninth)
