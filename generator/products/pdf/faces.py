"""Faces: which of the document's fonts were there, and what stood in for the others.

A PDF does not say which face a font replaces.  So a page with a line in each face is laid out,
once in a run, and the font of each line is read back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

from msgspec import Struct

from generator.model import Finding, Severity, regex
from generator.products.pdf.fonts import fonts_of

_NAMED = regex(r"<w:rFonts [^>]*>|<a:(?:latin|ea) [^>]*>")
_FACE = regex(r'(?:w:ascii|w:eastAsia|typeface)="([^"+]+)"')  # +mn-ea: the theme's
_PARTS = regex(r"word/(?:document|styles|header\d*|footer\d*|charts/chart\d*)\.xml")
_CHINESE, _LATIN = "公开决算", "Budget"


class Face(Struct, frozen=True):
    """What a PDF calls a face: its ``own`` names, and ``stand_ins`` that look much the same.

    The names are the beginnings of PostScript names.  ``source`` is where the face comes from,
    ``package`` the Debian package with a stand-in, "" if there is none that installs it.
    """

    own: tuple[str, ...]
    stand_ins: tuple[str, ...]
    source: str = "Windows 自带"
    package: str = ""


_NOTO = "fonts-noto-cjk"
FACES = {
    "仿宋_GB2312": Face(
        ("FangSong_GB2312",), ("FangSong", "STFangsong", "FZFangSong", "FandolFang")
    ),
    "楷体_GB2312": Face(("KaiTi_GB2312",), ("KaiTi", "STKaiti", "FZKai", "FandolKai")),
    "黑体": Face(
        ("SimHei",),
        ("STHeiti", "FZHei", "FandolHei", "NotoSansCJK", "SourceHanSans"),
        package=_NOTO,
    ),
    "宋体": Face(
        ("SimSun", "NSimSun"),
        ("STSong", "FZShuSong", "FandolSong", "NotoSerifCJK", "SourceHanSerif"),
        package=_NOTO,
    ),
    "方正小标宋简体": Face(
        ("FZXBS", "FZXiaoBiaoSong"),
        ("NotoSerifCJK", "SourceHanSerif", "STZhongsong"),
        source="方正字库",
        package=_NOTO,
    ),
    "Times New Roman": Face(
        ("TimesNewRoman",), ("LiberationSerif", "Tinos"), package="fonts-liberation"
    ),
}


def faces_of(members: Mapping[str, bytes]) -> tuple[str, ...]:
    """The faces that a document (its parts by name) asks for, in alphabetical order."""
    elements = (
        element
        for name in filter(_PARTS.fullmatch, members)
        for element in _NAMED.findall(members[name].decode("utf-8"))
    )
    return tuple(sorted({unescape(face) for one in elements for face in _FACE.findall(one)}))


def samples(document: str, faces: tuple[str, ...]) -> str:
    """document.xml with nothing but a line in each face."""
    lines = "".join(
        '<w:p><w:r><w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:eastAsia="{0}"/></w:rPr>'.format(
            escape(face)
        )
        + f"<w:t>{_sample(face)}</w:t></w:r></w:p>"
        for face in faces
    )
    start = document.index(">", document.index("<w:body")) + 1
    return document[:start] + lines + document[document.rindex("<w:sectPr") :]


def _sample(face: str) -> str:
    return _LATIN if face.isascii() else _CHINESE


def printed_faces(pdf: bytes, faces: tuple[str, ...]) -> dict[str, str]:
    """Face → PostScript name of the font that its line is set in; empty where that is not seen."""
    fonts = fonts_of(pdf, [_sample(face) for face in faces])
    return dict(zip(faces, fonts, strict=True)) if fonts else {}


def replaced(fonts: Mapping[str, str]) -> tuple[Finding, ...]:
    """What to say of the faces: nothing of one that is there, a warning of a poor stand-in."""
    if not fonts:
        message = "看不出 PDF 用了哪些字体"
        return (Finding("P02", Severity.HINT, message, remedy="打开 PDF，看看字体是否合适。"),)
    poor = {face: font for face, font in fonts.items() if not _fits(face, font)}
    alike = {f: font for f, font in fonts.items() if f not in poor and not _is_own(f, font)}
    found = []
    if poor:
        packages = dict.fromkeys(FACES[f].package for f in poor if f in FACES and FACES[f].package)
        names = "、".join(packages)
        near = f"还没有装软件包 {names} 的 Debian，装上就有字形相近的。" if packages else ""
        found.append(_finding(poor, Severity.WARNING, "版面会不同", near))
    if alike:
        found.append(_finding(alike, Severity.HINT, "字形相近", "不装也可以公开。"))
    return tuple(found)


def _finding(fonts: Mapping[str, str], severity: Severity, effect: str, more: str) -> Finding:
    pairs = "、".join(f"「{face}」（用了 {font}）" for face, font in fonts.items())
    sources = ((face, FACES[face].source if face in FACES else "") for face in fonts)
    wanted = "、".join(f"{face}（{source}）" if source else face for face, source in sources)
    return Finding(
        "P02",
        severity,
        f"本机没有文档的字体，排版时换成了别的，{effect}：{pairs}",
        remedy=f"要用原来的字体，装上：{wanted}。{more}",
    )


def _is_own(face: str, font: str) -> bool:
    names = FACES[face].own if face in FACES else (face,)
    return _begins(font, names)


def _fits(face: str, font: str) -> bool:
    return _is_own(face, font) or (face in FACES and _begins(font, FACES[face].stand_ins))


def _begins(font: str, names: tuple[str, ...]) -> bool:
    return _plain(font).startswith(tuple(map(_plain, names)))


def _plain(name: str) -> str:
    """Without blanks and signs, which each system writes differently."""
    return re.sub(r"[^a-z0-9]", "", name.lower()) or name
