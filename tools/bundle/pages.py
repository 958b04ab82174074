"""Pages of the documentation as HTML, each one file with its pictures inside."""

from __future__ import annotations

import base64
import html
import re
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

_STYLE = """
body { font: 16px/1.7 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #222;
  max-width: 52em; margin: 2em auto; padding: 0 1em; }
h1, h2, h3 { line-height: 1.3; margin-top: 1.8em; }
table { border-collapse: collapse; margin: 1em 0; }
th, td { border: 1px solid #bbb; padding: .3em .6em; text-align: left; vertical-align: top; }
th { background: #eef3f8; }
pre { background: #f4f4f4; padding: .8em; overflow-x: auto; }
code { font-family: Consolas, "Noto Sans Mono CJK SC", monospace; font-size: .92em; }
img { max-width: 100%; border: 1px solid #ccc; }
@media print { body { max-width: none; margin: 0; } }
"""
_TITLE = re.compile(r"^# (.+)$", re.M)


def page(document: Path, links: dict[str, str]) -> bytes:
    """A Markdown page as HTML.  ``links`` say what other pages of the folder are called here."""
    text = document.read_text("utf-8")
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(text)
    _with_anchors(tokens)
    for token in tokens:
        for inner in token.children or []:
            if inner.type == "image":
                inner.attrs["src"] = _embedded(document.parent / str(inner.attrs["src"]))
            elif inner.type == "link_open":
                file, hash_sign, anchor = str(inner.attrs["href"]).partition("#")
                inner.attrs["href"] = links.get(file, file) + hash_sign + anchor
    body = markdown.renderer.render(tokens, markdown.options, {})
    title = html.escape(_TITLE.findall(text)[0])
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    ).encode()


def _with_anchors(tokens: list[Token]) -> None:
    """Headings are named as GitHub names them, because the links of the pages lead there."""
    for opening, inner in pairwise(tokens):
        if opening.type == "heading_open":
            name = re.sub(r"[^\w\- ]", "", inner.content).lower().replace(" ", "-")
            opening.attrSet("id", name)


def _embedded(picture: Path) -> str:
    content = base64.b64encode(picture.read_bytes()).decode()
    return f"data:image/{picture.suffix.lstrip('.')};base64,{content}"
