"""Use cases of watchlists, cut by noun: rows and checks of a file, staging and publishing, watching, matching, deciding, cases."""
