"""Tables that a screen reader can follow: caption, header rows, and what heads each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from generator.document import Draft, spots
from generator.products.review.model import DocumentTable, Paragraph, TableCell

Cells = Sequence[TableCell]


class TableWriter:
    """Writes the tables of one draft, counting them."""

    def __init__(self, draft: Draft) -> None:
        self._figures = {spot.number for spot in spots(draft) if spot.kind == ""}
        self._captions: list[str] = []

    def table(self, table: DocumentTable, above: Sequence[str], official: bool) -> Markup:
        """A table with the lines ``above`` it as its caption.

        ``official``: every name in it heads the amounts to its right.
        """
        lines = [" ".join(line.split()) for line in above]
        caption = Markup("<br>").join([*lines[:-1], lines[-1] + self._again("".join(lines))])
        head, rest = table.rows[: table.head], table.rows[table.head :]
        headed = bool(head) and not official
        return Markup(
            '<div class="wide" role="region" tabindex="0" aria-labelledby="{n}"><table>\n'
            '<caption id="{n}">{caption}</caption>\n{head}<tbody>\n{rows}\n</tbody></table></div>'
        ).format(
            n=f"t{len(self._captions)}",
            caption=caption,
            head=_head(head),
            rows=_rows(self._row(cells, official, headed) for cells in rest),
        )

    def _again(self, caption: str) -> str:
        """A number where an earlier table has the same caption, else ""."""
        self._captions.append(caption)
        times = self._captions.count(caption)
        return f"（{times}）" if times > 1 else ""

    def _row(self, cells: Cells, official: bool, headed: bool) -> Iterator[Markup]:
        names = [self._is_name(cell, official) for cell in cells]
        if headed and not any(names):
            first = next((n for n, cell in enumerate(cells) if not _text(cell).isdigit()), 0)
            names[first] = bool(_text(cells[first]))
        across = all(names)  # a header row in the middle of a form
        for number, (cell, name) in enumerate(zip(cells, names, strict=True)):
            beside = number + 1 < len(cells) and not names[number + 1]
            if not name:
                yield _cell("td", cell, ' class="amount"' if self._is_amount(cell) else "")
            elif cell.rows == 1 and (across or not (beside or official or headed)):
                yield _cell("th", cell, ' scope="col"')
            else:
                yield _cell("th", cell, ' scope="row"')

    def _is_name(self, cell: TableCell, official: bool) -> bool:
        """True for the template's own words; in an official table also for typed names."""
        text = _text(cell)
        if not text or text.isdigit():
            return False
        if official:
            return not any(spot in self._figures for spot in _spots(cell))
        return all(spot < 0 for spot in _spots(cell))

    def _is_amount(self, cell: TableCell) -> bool:
        """True for a cell of nothing but a figure."""
        found = list(_spots(cell))
        return len(found) == 1 and found[0] in self._figures


def inline(paragraph: Paragraph) -> Markup:
    """The words of a paragraph, line breaks kept."""
    return Markup("<br>").join(escape(line) for line in paragraph.text.split("\n"))


def _head(rows: Sequence[Cells]) -> Markup:
    if not rows:
        return Markup("")
    return Markup("<thead>\n{}\n</thead>\n").format(_rows(map(_head_row, rows)))


def _head_row(cells: Cells) -> Iterator[Markup]:
    for cell in cells:
        tag, scope = (
            ("th", "colgroup" if cell.columns > 1 else "col") if _text(cell) else ("td", "")
        )
        yield _cell(tag, cell, f' scope="{scope}"' if scope else "")


def _rows(rows: Iterable[Iterable[Markup]]) -> Markup:
    return Markup("\n").join(Markup("<tr>{}</tr>").format(Markup("").join(row)) for row in rows)


def _cell(tag: str, cell: TableCell, attributes: str) -> Markup:
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    inner = Markup("<br>").join(map(inline, cell.paragraphs))
    return Markup(f"<{tag}{attributes}{spans}>{inner}</{tag}>")


def _text(cell: TableCell) -> str:
    return "".join(paragraph.text for paragraph in cell.paragraphs).strip()


def _spots(cell: TableCell) -> Iterator[int]:
    return (piece.spot for paragraph in cell.paragraphs for piece in paragraph.pieces)
