"""Draw what the terminal shows, for the README: run by `make shots`, on the demo."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

IMAGES = Path(__file__).with_name("images")
LINES = 34
AT = "2026-03-12T09:00"
FONT_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def shown(home: str, *arguments: str) -> str:
    """Return what a command prints on a colour terminal."""
    duly = str(Path(sys.executable).with_name("duly"))
    environment = os.environ | {"HOME": home, "XDG_DATA_HOME": home, "TZ": "America/New_York"}
    command = ["script", "-qec", " ".join([duly, *arguments]), "/dev/null"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return ran.stdout.replace("\r\n", "\n")


def draw(name: str, title: str, text: str) -> None:
    """Write an SVG that names no font of anybody's server."""
    console = Console(record=True, width=104, file=io.StringIO())
    console.print(Text.from_ansi("\n".join(text.split("\n")[:LINES])))
    svg = console.export_svg(title=title)
    svg = FONT_FACES.sub("", svg).replace("Fira Code", "ui-monospace")
    svg = re.sub(r"<!--.*?-->\s*", "", svg)
    (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")


def main() -> None:
    """Draw every picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        draw("today", "duly demo", shown(home, "demo", "--at", AT))
        draw("letter", "duly letter", shown(home, "--demo", "letter", "cobalt", "--at", AT))


if __name__ == "__main__":
    main()
