"""How well matching works, on cases made by chance: nobody in them exists, and every figure says so.

`vocabulary` draws names with real frequencies of family names, `distortions` writes them as registers and people do, `cases` pairs them with
the class they belong to, `measures` counts. The same seed gives the same cases.
"""
