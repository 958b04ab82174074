"""The workbooks and drafts of the working folder, as the page lists them.

A request names a file by the text under which it was listed.  Nothing is put together from words
of a request, so that no path leads elsewhere; what is a link out of the folder is not listed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from generator.cli.shared import fail
from generator.cli.status import workbooks
from generator.history.drafts import FOLDER, Series
from generator.products.listing import OPTIONAL, PRODUCTS

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class ShelfFile(Struct, frozen=True):
    """Something beside a draft, or the draft: what it is called, and where it stands."""

    label: str
    path: Path

    @property
    def key(self) -> str:
        """How the page names it."""
        return self.path.as_posix()


class ShelfDraft(Struct, frozen=True):
    """A draft or final version with what stands beside it; ``before`` is the one before."""

    name: str
    final: bool
    files: tuple[ShelfFile, ...]
    before: ShelfFile | None = None


class Shelf:
    """What stands in ``inputs`` and ``outputs`` of the working folder."""

    def __init__(self, inputs: Path, outputs: Path) -> None:
        self.inputs = inputs
        self.outputs = outputs
        self._root = Path().resolve()

    def workbook(self, name: str) -> Path:
        """The workbook with a name.  Raises Refused where there is none."""
        found = next((p for p in workbooks(self.inputs) if p.name == name and self._own(p)), None)
        if found is None:
            fail(f"{self.inputs} 里没有工作簿 {name[:80]}，可能已经改名、移走或删去。")
        return found

    def drafts(self, year: str, stem: str) -> tuple[ShelfDraft, ...]:
        """The drafts and final versions of a workbook, the latest first."""
        folder = self.outputs / year
        found = list[ShelfDraft]()
        for final in (False, True):
            series = Series(folder, stem, final)
            before: ShelfFile | None = None
            for number in sorted(series.numbers()):
                name, path = series.name(number), series.path(number)
                files = tuple(self._beside(path))
                if files:
                    found.append(ShelfDraft(name, final, files, before))
                    before = ShelfFile(name, path)
        return tuple(reversed(found))

    def _beside(self, draft: Path) -> Iterator[ShelfFile]:
        """A draft and everything that was put beside it, in the order of the products."""
        names = {product.name: product.label for product in PRODUCTS if product.name}
        tails = {p.ending: p.label for p in PRODUCTS if not p.name} | {".docx": "Word"}
        order = ["Word", *(product.label for product in PRODUCTS)]
        found = list[ShelfFile]()
        for path in sorted(draft.parent.iterdir()):
            tail = path.name.removeprefix(draft.stem)
            if tail == path.name or tail[:1] not in ("-", ".") or not self._own(path):
                continue
            label = tails.get(tail, tail[1:].split(".")[0])
            found.append(ShelfFile(names.get(label, label), path))
        yield from sorted(found, key=lambda file: [*order, file.label].index(file.label))

    def published(self, year: str, stem: str) -> tuple[str, dict[str, Path]]:
        """What of the latest final version goes online: the name of it all, and name → file.

        Raises Refused where there is no final version.
        """
        final = next((draft for draft in self.drafts(year, stem) if draft.final), None)
        if final is None:
            fail("还没有定稿：先生成定稿，再下载公开文件。")
        labels = {"Word", *(product.label for product in OPTIONAL)}
        chosen = [file.path for file in final.files if file.label in labels]
        return f"{final.files[0].path.stem}-公开.zip", dict(_within(chosen))

    def file(self, key: str) -> Path:
        """A file or folder that the page lists.  Raises Refused for anything else."""
        found = next((path for path in self._listed() if path.as_posix() == key), None)
        if found is None:
            fail("没有这个文件：可能已经改名或移走，请刷新页面。")
        return found

    def _listed(self) -> Iterator[Path]:
        yield from (path for path in workbooks(self.inputs) if self._own(path))
        years = self.outputs.iterdir() if self.outputs.is_dir() else ()
        for folder in sorted(path for path in years if path.is_dir() and self._own(path)):
            yield folder
            yield from (path for path in sorted(folder.iterdir()) if self._own(path))

    def _own(self, path: Path) -> bool:
        """True for what really stands in the working folder, and is meant for people."""
        hidden = path.name == FOLDER or path.name.startswith((".", "~$"))
        return not hidden and path.resolve().is_relative_to(self._root)


def _within(chosen: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Files, and those of folders, with their names from where the chosen ones stand."""
    for path in chosen:
        inside = files_of(path).items() if path.is_dir() else ()
        yield from ((f"{path.name}/{name}", file) for name, file in inside)
        if path.is_file():
            yield path.name, path


def files_of(folder: Path) -> dict[str, Path]:
    """Name → file of a folder; a link is none."""
    found = sorted(path for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    return {path.name: path for path in found}


def packed(files: Mapping[str, Path]) -> bytes:
    """Files by their names as a zip, for a download."""
    packing = io.BytesIO()
    with zipfile.ZipFile(packing, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in files.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), path.read_bytes())
    return packing.getvalue()
