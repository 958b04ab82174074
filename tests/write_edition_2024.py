"""Write templates/2024 anew: ``gen template new`` on the 2023 edition, then the changes below.

Run ``python tests/write_edition_2024.py`` after a change of the 2023 edition, above all of its
Word template; tests/test_editions.py says when it is due.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from generator.editions import load
from generator.upkeep import copy_edition

ROOT = Path(__file__).resolve().parent.parent

# The forms of 2024 name the row 使用非财政拨款结余 anew; both labels are read in both editions.
FORMS = (
    '{ no = 28, key = "surplus_used", label = "使用非财政拨款结余", also = ["使用非财政拨款结余（含专用结余）"] }',
    '{ no = 28, key = "surplus_used", label = "使用非财政拨款结余（含专用结余）", also = ["使用非财政拨款结余"] }',
)
# The glossary takes the row's name from the form.
WORDS = (
    "（八）使用非财政拨款结余：",
    "（八）{{ tables.t01.labels.surplus_used }}：",
)
# Codes that the classification of 2024 added.
CODES = """\
20139,社会工作事务,2024
2013901,行政运行,2024
2013950,事业运行,2024
2013999,其他社会工作事务支出,2024
22006,耕地保护考核奖惩基金支出,2024
"""


def write_edition(root: Path) -> Path:
    """Write ``root/2024``; FileExistsError when it is there."""
    folder = copy_edition(load("2023"), "2024", (), root)
    forms = folder / "forms.toml"
    forms.write_text(_replaced(forms.read_text("utf-8"), *FORMS), "utf-8", newline="\n")
    codes = folder / "function-codes.csv"
    head, *lines = codes.read_text("utf-8").splitlines()
    lines = sorted({*lines, *CODES.splitlines()})
    codes.write_text("\n".join([head, *lines, ""]), "utf-8", newline="\r\n")
    _reword(folder / "template.docx")
    return folder


def _reword(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in members:
            text = data
            if info.filename == "word/document.xml" and WORDS[1] not in data.decode("utf-8"):
                text = _replaced(data.decode("utf-8"), *WORDS).encode("utf-8")
            archive.writestr(info, text)


def _replaced(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise ValueError(f"stands {text.count(old)} times: {old}")
    return text.replace(old, new)


def main() -> None:
    shutil.rmtree(ROOT / "templates" / "2024", ignore_errors=True)
    write_edition(ROOT / "templates")


if __name__ == "__main__":
    main()
