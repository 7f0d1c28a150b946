"""Measurements in CPU time and counts, taken as ratios in one run: each suite is a table of configurations and of goals.

Machines are shared and noisy, so configurations are shuffled within each round, medians are compared, and a run whose base drifted or that
had a crowded machine is called inconclusive instead of good or bad. A missed goal is told like any
other figure: measuring went well, and the command exits 0.
"""
