"""Puts figures into a page of the docs: ``COMMAND | python -m scripts.refresh_figures PAGE COMMAND``.

What comes in on stdin replaces the block of figures that stands in the page behind the comment
``<!-- figures: COMMAND -->``, headed by the command, the day, the processor and the number of cores.
"""

import os
import platform
import re
import sys
from datetime import date
from pathlib import Path

_BLOCK = "(<!-- figures: {command} -->\n```\n).*?(```\n)"


def main() -> int:
    """Reads the arguments, rewrites the page."""
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    page, command = Path(sys.argv[1]), sys.argv[2]
    page.write_text(refreshed(page.read_text("utf-8"), command, f"{heading(command)}\n\n{sys.stdin.read()}"), "utf-8")
    return 0


def heading(command: str) -> str:
    """What was run, when and on what."""
    path = Path("/proc/cpuinfo")
    rows = path.read_text("utf-8").splitlines() if path.exists() else []
    model = next((row.split(":", 1)[1].strip() for row in rows if row.startswith("model name")), platform.machine())
    return f"{command}, {date.today().isoformat()}, {os.cpu_count()} cores of {model}"


def refreshed(text: str, command: str, figures: str) -> str:
    """The page with new figures; ``SystemExit`` where it has no block for the command."""
    pattern = re.compile(_BLOCK.format(command=re.escape(command)), re.DOTALL)
    if not pattern.search(text):
        raise SystemExit(f"expected a block of figures behind <!-- figures: {command} -->")
    lines = "\n".join(line.rstrip() for line in figures.splitlines()).strip()
    return pattern.sub(lambda match: f"{match[1]}{lines}\n{match[2]}", text)


if __name__ == "__main__":
    sys.exit(main())
