"""Gradio is imported without looking at the sources of its components, and works as ever."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import ast, inspect

parsed = []
parse, getfile = ast.parse, inspect.getfile
ast.parse = lambda source, *rest, **named: parsed.append(source) or parse(source, *rest, **named)

from assistant.web.quick_gradio import import_gradio

gradio = import_gradio()
assert inspect.getfile is getfile
with gradio.Blocks() as page:
    box = gradio.Textbox("hello")
    box.change(lambda said: said, box, box)
print(sum("class Textbox" in str(source) for source in parsed), bool(page.blocks))
"""


def test_no_component_is_read_and_a_page_can_be_built() -> None:
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True)
    assert ended.stdout.split() == ["0", "True"]
