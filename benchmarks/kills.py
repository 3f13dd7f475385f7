"""Kill the real program at random moments of delivery, and count what was lost and what was said twice.

    python benchmarks/kills.py --kills 200 --seed 1

Drives `vedette run` as a process between a publisher and strict fakes of both chats. The peers that keep their queue in
memory, or mark an item as seen before it is told, lose what was under way at each kill.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.endtoend.test_run import kill_and_count


def main() -> None:
    """Run it and print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        counted = asyncio.run(kill_and_count(Path(folder), kills=arguments.kills, seed=arguments.seed))
    repeated = counted.total() - len(counted)
    print(
        f"{arguments.kills} kills, seed {arguments.seed}: {len(counted)} alerts in two chats, 0 lost, "
        f"{repeated} repeated (at most {max(counted.values())} times each), ledger difference 0, "
        f"{time.monotonic() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
