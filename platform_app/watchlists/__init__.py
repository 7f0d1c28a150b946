"""Watchlists: listed names, who is watched, what was found, and what people decided. "Is this subject clear?"

Words: list, version (of a list), entry (never edited in place), subject (a watched name), case (all subjects of one owner: an application, a
member), hit (a pair that deserves a look), tier, disposition (false match, possible, confirmed), standing (clear or waiting).
Use cases: check and import a version, undo it; watch_subjects, unwatch; match, re-screen; decide, second, reopen, clear_weak;
open_case (sealed, with a reason), note_step; forget_evidence.
Neighbours: `screening` puts subjects here and asks `standing_of`; nothing more leaves this package. The register is read: `services.register` watches
members by jobs and reactions until they leave, and the end of a member's watch tells `screening` to end its own. `matching` compares names and
knows no database. What is sealed is encrypted under FIELD_KEY; keys that are searched are keyed hashes.
"""
