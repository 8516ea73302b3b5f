"""What a million stored cases cost: `make bench PART=growth-long`, as `growth`, and no part of the default run."""

from __future__ import annotations

from tests.benchmarks.growth import STORED, main

if __name__ == "__main__":
    main(stored=(*STORED, 1_000_000), out="var/bench/growth-long.json")
