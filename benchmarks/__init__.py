"""Benchmarks, each beside a peer or a physical limit: `python -m benchmarks [NAME ...]`."""
