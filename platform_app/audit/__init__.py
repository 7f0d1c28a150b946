"""The ledger: what happened, by whom, sealed in blocks whose head leaves the building; and what follows from it.

Owns audit rows and seals, the outbox (work that follows a committed event), the claims of jobs and the access log.
Use cases: `record` an event, `seal` what is unsealed, `verify` the whole, write the `head`, `note_access`, `claim` a job.
Only tables whose rows are hashed have `audit` in their names.
"""
