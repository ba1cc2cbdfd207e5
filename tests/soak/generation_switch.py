"""an ingest killed at each of its steps, then at KILLS random times, and the library whole each time

python -m tests.soak.generation_switch [KILLS] [SEED]
"""

import sys
import tempfile
from pathlib import Path
from random import Random

from tests.end_to_end.killing import year
from tests.end_to_end.nursery import Nursery


def main(kills: int = 200, seed: int = 0) -> None:
    random = Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "said").mkdir()
        with Nursery(folder / "said") as nursery:
            course = year(folder, nursery)
            for step, called in enumerate(course.steps, start=1):
                print(f"killed before step {step} of {len(course.steps)}, {called}")
                course.die_before(step)
            for number in range(1, kills + 1):
                seconds = random.uniform(0, course.seconds)
                print(f"killed after {seconds:.4f} s, {number} of {kills}")
                course.die_after(seconds)
    print("the library was whole each time")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
