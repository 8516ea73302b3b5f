"""When Python looks for garbage that only it can find: objects that hold one another, as an HTTP exchange leaves them.

By default it looks each time 700 objects more were made than were freed, which is several times in a case and takes a
seventh of its time; then now and then through all there is, which makes a page slow.
"""

from __future__ import annotations

import gc

# A look through the newest takes some milliseconds then, and 10,000 small objects take some megabytes.
AFTER, OLDER, OLDEST = 10_000, 10, 10


def collect_seldom() -> None:
    """Has a process look seldom, and never again at what is there when this is called: that is there for good."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(AFTER, OLDER, OLDEST)
