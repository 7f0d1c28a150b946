"""Running the program: web processes, the scheduler, the schema, health, the checks before a deployment, and measurements.

Words: a *job* is work that the clock starts, in a process of its own (`jobs run`); a *check* is one line of `check-deploy`; a *suite* is one
set of measurements of `bench`. It has no tables: what it starts are other packages' use cases.
"""
