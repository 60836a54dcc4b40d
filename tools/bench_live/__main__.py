"""The live part alone: prints the rows as they will stand in docs/benchmarks.md, and how far it is meanwhile."""

from __future__ import annotations

import argparse

from tools.bench_live import sections


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bench_live", description=__doc__)
    parser.add_argument("--only", choices=sections.PARTS, action="append", help="may be given more than once")
    parser.add_argument("--shape", choices=sections.SHAPES, action="append", help="rooms of fan-out; default: all")
    parser.add_argument("--people", type=int, action="append", help="people of the full path; default: 20 and 100")
    parser.add_argument("--seconds", type=float, default=sections.SECONDS, help="of one round")
    parser.add_argument("--ours-only", action="store_true", help="without Node's socket.io beside it")
    wish = parser.parse_args()
    rows = sections.measure(
        set(wish.only or sections.PARTS), wish.shape or [], wish.people or [], wish.seconds, not wish.ours_only
    )
    for what, figure, aim in rows:
        print(f"{what}: {figure}" + (f"  [aim {aim}]" if aim else ""))


if __name__ == "__main__":
    main()
