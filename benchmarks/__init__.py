"""Benchmarks: run them from the top of the checkout, for example ``python -m benchmarks.gold``."""
