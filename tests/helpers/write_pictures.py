"""Draw the pictures of the manual anew: ``python -m tests.helpers.write_pictures [NAME…]``.

The year that the manual walks through is played in a folder of its own: the workbook of 2024 from
that of 2023, filled with its figures, two drafts and the final version.  What a page, a sheet and a
browser show of it is cut out.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from generator.workbook.reading.facts import read_workbook
from tests.conftest import ROOT
from tests.helpers.browsing import chromium, desk
from tests.helpers.exports import LAYOUTS, write_export
from tests.helpers.manual import BOOK, LAST, mistaken, rolled_over, run
from tests.helpers.nextyear import fill_in
from tests.helpers.office import FONT_RULES, saved
from tests.helpers.opening import opened

PICTURES = ROOT / "docs" / "pictures"
UNIT = ROOT / "inputs" / "examples" / "事业单位.xlsx"
NEW = Path("new/2024.xlsx")
OUT = Path("outputs/2024")
_TOTALS = "一、一般公共预算财政拨款收入"  # words that stand on one sheet alone
_PRIOR = "上年数按上年公开的数填"
_FOLDER = "D:/决算公开"
_MARGIN = 12  # dots around what is cut out
_COLOURS = 64  # of a picture: letters and a few fills


def played() -> None:
    """The year of the manual, in the current folder."""
    rolled_over()
    NEW.parent.mkdir()
    shutil.copyfile(BOOK, NEW)
    fill_in(BOOK, 2024, "2024", LAST)
    run("build", BOOK)
    right = BOOK.read_bytes()
    book = opened(BOOK)
    mistaken(book)
    cell = book["重点工作"]["C4"]
    cell.value = str(cell.value).replace("保障", "确保", 1)
    book.save(BOOK)
    run("build", BOOK)
    BOOK.write_bytes(right)
    run("build", "--final", "--pdf", BOOK)


@cache
def printed(path: Path) -> Path:
    """The file as LibreOffice prints it."""
    return saved(path, "pdf", Path("printed") / path.parent)


def page(pdf: Path, words: str, height: float = 1.0, first: int = 1) -> Image.Image:
    """The first page that has the words, cut to what is on it down to ``height`` of it.

    Looked for from page ``first``: the guide, page 0 of a workbook, names what is on all sheets.
    """
    document = pypdfium2.PdfDocument(pdf)
    wanted = words.replace(" ", "")
    for sheet in list(document)[first:]:
        text = "".join(sheet.get_textpage().get_text_bounded().split())
        if wanted in text:
            drawn = sheet.render(scale=1.4).to_pil().convert("RGB")
            return cut(drawn.crop((0, 0, drawn.width, int(drawn.height * height))))
    raise LookupError(f"{pdf.name} has no page with {words}")


def cut(image: Image.Image) -> Image.Image:
    """The picture without the white around it."""
    white = Image.new("RGB", image.size, "white")
    left, top, right, bottom = ImageChops.difference(image, white).getbbox() or (0, 0, *image.size)
    room = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
    made = Image.new("RGB", (room[2] - room[0], room[3] - room[1]), "white")
    made.paste(image, (-room[0], -room[1]))
    return made


def side_by_side(*images: Image.Image) -> Image.Image:
    """Pictures in a row, parted by a grey line."""
    width = sum(image.width for image in images) + 2 * (len(images) - 1)
    made = Image.new("RGB", (width, max(image.height for image in images)), "white")
    left = 0
    for number, image in enumerate(images):
        if number:
            made.paste("#b0b0b0", (left, 0, left + 2, made.height))
            left += 2
        made.paste(image, (left, 0))
        left += image.width
    return made


def pages(docx: Path, *chosen: int) -> Image.Image:
    """Whole pages of a document in a row, each with its edge."""
    document = pypdfium2.PdfDocument(printed(docx) if docx.suffix == ".docx" else docx)
    drawn = [document[number].render(scale=0.62).to_pil().convert("RGB") for number in chosen]
    return side_by_side(*drawn)


def shot(page: Path, click: str, top: str = "", height: int = 620) -> Image.Image:
    """The review page of a draft after a click, scrolled so that ``top`` stands above."""
    with chromium() as browser:
        seen = browser.new_page(viewport={"width": 1300, "height": height})
        seen.goto(page.absolute().as_uri())
        if click:
            seen.locator(click).first.click()
        if top:
            seen.locator(top).first.evaluate("place => place.scrollIntoView()")
        seen.wait_for_timeout(300)
        place = Path("shot.png")
        seen.screenshot(path=place)
        browser.close()
    return Image.open(place).convert("RGB")


def on_the_desk() -> Image.Image:
    """The year on the desk with the mistake of the manual, from above to its first finding."""
    right = BOOK.read_bytes()
    book = opened(BOOK)
    mistaken(book)
    book.save(BOOK)
    place = Path("desk.png")
    with desk(lambda _: True) as address, chromium() as browser:
        seen = browser.new_page(viewport={"width": 1000, "height": 930})
        seen.goto(address)
        seen.locator(f"a[href*='{BOOK.name}']").first.click()
        seen.get_by_text("错误 F03").first.wait_for()
        # not the folder of the machine that draws it
        seen.locator("p.folder").evaluate(f"folder => {{ folder.textContent = '{_FOLDER}' }}")
        seen.screenshot(path=place)
        browser.close()
    BOOK.write_bytes(right)
    return Image.open(place).convert("RGB")


def carried() -> Image.Image:
    """The sheet 上年数 as it is carried over."""
    return page(printed(NEW), _PRIOR, 0.5)


def filled() -> Image.Image:
    """A number on the review page that was taken out of an export, with where it stands there."""
    folder = Path("first")
    folder.mkdir()
    book, exports = folder / "2023.xlsx", folder / "导出"
    shutil.copyfile(UNIT, book)
    (written,) = write_export(read_workbook(UNIT), LAYOUTS[1], exports)
    run("fill", book, written.rename(exports / "部门决算.xlsx"))
    run("build", "--outputs", folder / "outputs", book)
    made = folder / "outputs" / "2023" / "2023决算公开第1稿-审阅.html"
    heading = "h3:has-text('三、支出决算情况说明')"
    return shot(made, f"{heading} + p .n", heading, 400)


SCENES: dict[str, Callable[[], Image.Image]] = {
    "carried": carried,
    "changes": lambda: shot(OUT / "2024决算公开第2稿-审阅.html", "", "h2:has-text('与上一稿相比')"),
    "checklist": lambda: page(
        printed(OUT / "2024决算公开第2稿-核对表.xlsx"), "核对表：公开要求", 0.9, first=0
    ),
    "desk": on_the_desk,
    "filled": filled,
    "final": lambda: pages(OUT / "2024决算公开定稿.pdf", 1, 5, 14, 22),
    "form01": lambda: page(printed(BOOK), _TOTALS, 0.92),
    "guide": lambda: page(printed(NEW), "怎样填写", 0.86, first=0),
    "indicators": lambda: page(printed(BOOK), "项目名称与「项目绩效」表一致", 0.7),
    "pages": lambda: pages(OUT / "2024决算公开第1稿.docx", 0, 5, 14, 20),
    "prior": lambda: page(printed(BOOK), _PRIOR, 0.5),
    "review": lambda: shot(
        OUT / "2024决算公开第1稿-审阅.html", "p:visible:has-text('其中：基本支出') .n >> nth=1"
    ),
    "workbook": lambda: side_by_side(
        page(printed(NEW), "封面、各表表头和正文都取自这里", 0.6),
        page(printed(BOOK), _TOTALS, 0.62),
    ),
}


def main(names: list[str]) -> None:
    """Draw the pictures of these names, of all for none."""
    os.environ["FONTCONFIG_FILE"] = str(FONT_RULES)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        played()
        for name in names or SCENES:
            SCENES[name]().quantize(_COLOURS).save(PICTURES / f"{name}.png", optimize=True)
            print(f"docs/pictures/{name}.png")
        os.chdir(ROOT)


if __name__ == "__main__":
    main(sys.argv[1:])
