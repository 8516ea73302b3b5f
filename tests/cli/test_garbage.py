"""A process that serves looks seldom for objects that hold one another, and yet does not fill its memory with them."""

import subprocess
import sys

MADE = """
import gc, weakref
from frontdoor.garbage import collect_seldom

class Holds:
    itself: "Holds"

collect_seldom()
left = []
for _ in range(100_000):
    one = Holds()
    one.itself = one
    left.append(weakref.ref(one))
del one
print(gc.get_freeze_count(), sum(each() is not None for each in left))
"""


def test_what_holds_itself_goes_all_the_same() -> None:
    told = subprocess.run([sys.executable, "-c", MADE], capture_output=True, text=True, check=True).stdout
    there_for_good, left = map(int, told.split())
    assert there_for_good > 1_000
    assert left < 25_000
