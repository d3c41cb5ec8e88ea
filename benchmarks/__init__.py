"""Benchmarks: ratios measured side by side, written to RESULTS.md by `python -m benchmarks`."""
