"""The live part of `make bench`: how fast news reaches open sockets, beside Node's socket.io in the same run.

Alone: `.venv/bin/python -m tools.bench_live --help`. What is measured and how: docs/benchmarks.md.
"""
