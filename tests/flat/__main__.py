"""Measure the pages: ``python -m tests.flat [name]``."""

from __future__ import annotations

import sys

from tests.flat import PAGES
from tests.flat.page import read_page


def main() -> None:
    """Print what is right, missing and wrong of each page."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    totals = [0, 0, 0, 0, 0]
    for page in PAGES:
        if wanted not in page.name:
            continue
        found = read_page(page)
        counts = [found.right, found.open_rows, len(found.missing), len(found.unseen), len(found.wrong)]
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        sys.stdout.write(
            f"{page.name:70} right {counts[0]:3} open {counts[1]:2} missing {counts[2]:3} "
            f"unseen {counts[3]:3} wrong {counts[4]:3}\n"
        )
        for word, rows in (
            ("wrong", found.wrong),
            ("missing", found.missing),
            ("unseen", found.unseen),
            ("refused", found.refused),
            *([("doubt", found.doubts)] if wanted else []),
        ):
            if rows:
                sys.stdout.write(f"    {word}: {'; '.join(rows)}\n")
    sys.stdout.write("right {} open {} missing {} unseen {} wrong {}\n".format(*totals))


if __name__ == "__main__":
    main()
