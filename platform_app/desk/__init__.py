"""Pages that look across packages: the front page, the home of each role, the navigation. Queries only, no tables.

Its neighbours are all packages below; nothing but `app.py` stands on it.
"""
