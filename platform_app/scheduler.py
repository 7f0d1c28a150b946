"""The table of jobs: what runs when, in the jobs' own process and never inside a web worker."""

from datetime import time

from platform_app.accounts.jobs import tidy_sign_ins
from platform_app.audit.jobs import empty_outbox, seal_entries
from platform_app.committees.jobs import close_due_deliberations, remind_board, watch_board_seats
from platform_app.documents.jobs import scan_pending_files, sweep_storage
from platform_app.mail.jobs import deliver_mail
from platform_app.operations.retention import erase_due_records
from platform_app.operations.rules import Job
from platform_app.screening.jobs import (
    expire_recommendations,
    look_after_watched_names,
    remind_applicants,
    remind_recommenders,
    review_recommendations,
)
from platform_app.screening.release_jobs import release_due_batches
from platform_app.watchlists.jobs import (
    clear_lists,
    import_uploads,
    review_register,
    screen_watched,
    watch_register,
)

JOBS: tuple[Job, ...] = (
    Job("seal-ledger", seal_entries, every_seconds=2),
    Job("empty-outbox", empty_outbox, every_seconds=2),
    Job("deliver-mail", deliver_mail, every_seconds=3),
    Job("scan-files", scan_pending_files, every_seconds=10),
    Job("close-deliberations", close_due_deliberations, every_seconds=60),
    Job("screen-watched", screen_watched, every_seconds=5),
    Job("watch-register", watch_register, every_seconds=60),
    Job("review-register", review_register, daily_at=time(2)),
    Job("import-watchlists", import_uploads, every_seconds=5),
    Job("clear-watchlists", clear_lists, every_seconds=300),
    Job("remind-board", remind_board, every_seconds=300),
    Job("watch-board", watch_board_seats, every_seconds=300),
    Job("remind-recommenders", remind_recommenders, every_seconds=600),
    Job("expire-recommendations", expire_recommendations, every_seconds=600),
    Job("review-recommendations", review_recommendations, every_seconds=3_600),
    Job("look-after-names", look_after_watched_names, every_seconds=60),
    Job("release-batches", release_due_batches, every_seconds=20),
    Job("remind-applicants", remind_applicants, daily_at=time(7)),
    Job("tidy-sign-ins", tidy_sign_ins, daily_at=time(3)),
    Job("erase-due-records", erase_due_records, daily_at=time(4)),
    Job("sweep-storage", sweep_storage, every_seconds=21_600),
)
