"""Decisions about bodies: `seats` (who may be seated), `deliberations` (who may do what, and when), `tally` (what it comes to)."""
