"""Reads a file of Excel 97, an .xlsb or an .ods: run as a process of its own.

python-calamine ends the whole process on some damaged files, or asks for terabytes.  Standard
input is the file, standard output its sheets as JSON.
"""

import io
import json
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PASSWORD, OVERFULL, BROKEN = 3, 4, 5  # exit codes
_MOST_PLACES = 2_000_000  # of one sheet: blank cells are held too
_MEMORY = 3 * 1024**3


def main() -> int:
    """The exit code."""
    with suppress(ImportError, ValueError, OSError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    sys.path.append(sys.argv[1])  # where the library is
    from python_calamine import CalamineError, load_workbook

    content = sys.stdin.buffer.read()
    try:
        book = load_workbook(io.BytesIO(content))
        found = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height * sheet.total_width > _MOST_PLACES:
                print(json.dumps(name))
                return OVERFULL
            rows = sheet.to_python(skip_empty_area=False)
            found.append([name, list(_cells(rows)), sheet.merged_cell_ranges or []])
    except (CalamineError, OSError, ValueError):
        return PASSWORD if _locked(content) else BROKEN
    print(json.dumps(found))
    return 0


def _locked(content: bytes) -> bool:
    """Whether a password is asked for: the library says so only of a file of the right name."""
    from python_calamine import CalamineError, PasswordError, load_workbook

    with TemporaryDirectory(prefix="gen-") as folder:
        path = Path(folder) / ("book.ods" if content.startswith(b"PK") else "book.xls")
        path.write_bytes(content)
        try:
            load_workbook(str(path))
        except PasswordError:
            return True
        except (CalamineError, OSError, ValueError):
            return False
    return False


def _cells(rows: list[list[Any]]) -> Any:
    """Row and column from 1, the value, and whether it is a date."""
    for row, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            if isinstance(value, datetime | date):
                yield row, column, value.isoformat(), True
            elif isinstance(value, str | bool | int | float):
                if value != "":
                    yield row, column, value, False
            else:  # a time of day, a span
                yield row, column, str(value), False


if __name__ == "__main__":
    sys.exit(main())
