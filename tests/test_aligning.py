"""history: which lines of two texts belong together, also where edits meet in neighbouring lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document.word import PARAGRAPH_END, Signature
from generator.history.differences.aligning import aligned
from generator.history.differences.reading import places
from generator.history.returned.copied import Alteration, CopyLine, together
from generator.history.returned.edits import edits_of
from generator.history.returned.model import Edit
from generator.history.returned.open_list import is_done

BASE = (
    "# 一、支出情况说明",
    "年初预算为33万元，支出决算为44.7万元。",
    "# （二）具体情况说明",
    "1. 因公出国（境）费主要用于服务业务交流团组的国际旅费。",
    "2. 公务用车购置及运行维护费支出决算为38万元。",
    "3. 公务接待费支出决算为1.84万元。",
)


def edits(base: Sequence[str], copy: Sequence[str]) -> list[Edit]:
    return edits_of(base, [CopyLine(line) for line in copy], lambda _: ())


def told(base: Sequence[str], copy: Sequence[str]) -> list[tuple[str, str]]:
    return [(edit.kind, edit.text or edit.new) for edit in edits(base, copy)]


def test_a_line_moved_over_others_is_the_one_that_moved_also_where_one_of_them_is_reworded() -> (
    None
):
    reworded = BASE[3].replace("服务业务", "商务")
    copy = (BASE[0], BASE[2], reworded, BASE[4], BASE[1], BASE[5])
    assert sorted(told(BASE, copy)) == [("changed", BASE[3]), ("moved", BASE[1])]


def test_lines_joined_beside_one_that_moved_are_joined() -> None:
    copy = (BASE[0], BASE[2] + BASE[3], BASE[4], BASE[1], BASE[5])
    assert sorted(told(BASE, copy)) == [("joined", BASE[2]), ("moved", BASE[1])]


def test_a_line_parted_beside_one_that_moved_is_parted() -> None:
    copy = (BASE[0], BASE[2], BASE[3][:12], BASE[3][12:], BASE[4], BASE[1], BASE[5])
    assert sorted(told(BASE, copy)) == [("moved", BASE[1]), ("split", BASE[3])]


def test_a_line_is_where_it_was_to_go_also_when_it_and_the_one_before_were_reworded() -> None:
    (edit,) = edits(BASE, (*BASE[:3], BASE[4], BASE[5], BASE[3]))
    new = [line.replace("支出决算为1.84", "决算为2.75") for line in (*BASE[:3], *BASE[4:], BASE[3])]
    new[-1] = new[-1].replace("团组的", "团组")
    assert is_done(edit, new, places(new))
    still = [*new[:3], new[-1], *new[3:-1]]
    assert not is_done(edit, still, places(still))


def test_a_paragraph_put_in_where_the_same_hand_took_one_out_is_no_change_of_it() -> None:
    who = Signature("李科长")
    put_in = CopyLine("", (Alteration(0, 0, "（六）电子化归档。", who),))
    end = CopyLine("", (Alteration(0, 0, PARAGRAPH_END, who),))
    out = CopyLine(BASE[4], (Alteration(0, len(BASE[4]), "", who),))
    copy = [*map(CopyLine, BASE[:4]), together(put_in, end, out), CopyLine(BASE[5])]
    found = edits_of(BASE, copy, lambda _: ())
    assert {(edit.kind, edit.text or edit.new) for edit in found} == {
        ("added", "（六）电子化归档。"),
        ("removed", BASE[4]),
    }


@pytest.mark.parametrize(
    ("number", "copied"), [(2, BASE[2].removeprefix("# ")), (1, f"# {BASE[1]}")]
)
def test_a_line_of_another_style_is_the_line_it_was_with_its_tracked_change(
    number: int, copied: str
) -> None:
    who = Signature("李科长")
    copy = list(map(CopyLine, BASE))
    copy[number] = CopyLine(copied, (Alteration(len(copied) - 3, len(copied) - 1, "改", who),))
    (edit,) = edits_of(BASE, copy, lambda _: ())
    assert (edit.kind, edit.signature) == ("changed", who)
    assert (edit.old, edit.new) == (copied[-3:-1], "改")


@pytest.mark.parametrize("joined", [True, False])
def test_a_line_written_anew_behind_one_that_was_put_in_is_one_that_changed(joined: bool) -> None:
    who = Signature("李科长")
    put_in = CopyLine("", (Alteration(0, 0, f"{BASE[1]}{PARAGRAPH_END}", who),))
    anew = "# 二改丙丁戊"
    both = CopyLine(anew, (Alteration(2, 2, put_in.alterations[0].new, who),))
    out = CopyLine(BASE[1], (Alteration(0, len(BASE[1]), "", who),))
    behind = [both] if joined else [put_in, CopyLine(anew)]
    copy = [CopyLine(BASE[0]), out, *map(CopyLine, BASE[3:]), *behind]
    base = (*BASE[:2], *BASE[3:], "# 二、机构设置情况")
    moved, changed = edits_of(base, copy, lambda _: ())
    assert (moved.kind, moved.text, moved.behind, moved.signature) == ("moved", BASE[1], 4, who)
    assert (changed.kind, changed.line, changed.signature) == ("changed", 5, None)


def test_a_row_that_went_is_not_done_where_another_table_prints_it_reworded() -> None:
    row, new = "| 项目类别 | 1. 部门 ☑ 2. 专项 ☐", "| 项目类别 | 1. 部门 ☐ 2. 专项 ☑"
    base = ("# 一、自评结果", row, "| 项目", "# 二、自评表", row, "| 项目")
    gone = next(
        e for e in edits(base, (*base[:1], *base[2:4], new, base[5])) if e.kind == "removed"
    )
    for lines, done in ((base[:1] + base[2:], True), (base, False)):
        now = [new if line == row else line for line in lines]
        assert is_done(gone, now, places(now)) == done


LINES = st.lists(
    st.sampled_from(["甲", "乙", "丙", "甲乙", "乙丙", "# 丁", "", "| 甲 | 乙"]), max_size=9
)


@given(LINES, LINES)
def test_every_line_of_both_texts_is_told_once_and_in_order(old: list[str], new: list[str]) -> None:
    pairs = list(aligned(old, new))
    assert [a for a, _ in pairs if a is not None] == list(range(len(old)))
    assert [b for _, b in pairs if b is not None] == list(range(len(new)))


@given(LINES)
def test_equal_texts_are_told_as_equal(lines: list[str]) -> None:
    assert list(aligned(lines, lines)) == [(n, n) for n in range(len(lines))]
