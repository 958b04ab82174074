"""Characters that do not look like what they are: read as a person sees them, or told."""

from __future__ import annotations

import pytest

from generator.workbook.reading.characters import boxes, cleaned, one_line, unprintable
from generator.workbook.reading.values import label_key


@pytest.mark.parametrize(
    "hidden",
    [
        *"\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202d\u2060\u2066\u2069\u3164\ufeff\ufe0e\ufe0f",
        "\U000e0100",
        "\U000e0041",
        "\uffa0",
        "\u061c",
    ],
    ids=lambda text: f"{ord(text):X}",
)
def test_what_shows_nothing_is_dropped(hidden: str) -> None:
    assert cleaned(f"本年{hidden}收入{hidden}") == "本年收入"
    assert label_key(f"本年{hidden}收入合计{hidden}") == "本年收入合计"
    assert label_key(hidden) == ""


@pytest.mark.parametrize("blank", "\u00a0\u2002\u2003\u2007\u2009\u202f\u205f\u2800")
def test_blanks_of_all_kinds_are_blanks(blank: str) -> None:
    assert cleaned(f"甲{blank}乙") == "甲 乙"
    assert label_key(f"甲{blank}乙") == "甲乙"


@pytest.mark.parametrize("line", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_line_ends_of_all_kinds_are_line_breaks(line: str) -> None:
    assert cleaned(f"甲{line}乙") == "甲\n乙"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("陈小\ue863", "陈小䶮"),  # GB 18030, FE9F
        ("\ue815\ue864\ue81e\ue816", "⺁龻龴𠂇"),
        ("\ue78d\ue76c", "︐€"),
        ("⽅法⻓期⺠⻋", "方法长期民车"),  # radicals, as a PDF gives them
        ("\uf967\ufa0c", "不兀"),  # compatibility ideographs
        ("ﬁve oﬃces", "five offices"),
        ("cafe\u0301", "café"),
        ("100㎡、25℃、№3、㈠①½²", "100㎡、25℃、№3、㈠①½²"),  # real signs
        ("全角：１２，ＡＢ（％）", "全角：１２，ＡＢ（％）"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),  # Arabic letters kept apart
        ("\u182e\u180b\u202f\u1822", "\u182e\u180b\u202f\u1822"),  # Mongolian
        ("文\u182e\u202f\u1822", "文\u182e\u202f\u1822"),
    ],
)
def test_twins_are_written_with_the_usual_characters(text: str, read: str) -> None:
    assert cleaned(text) == read
    assert boxes(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲\ue000乙", ["U+E000"]),
        ("\uf0fc完成", ["U+F0FC"]),  # Wingdings
        ("甲\ufffd", ["「�」（U+FFFD）"]),
        ("甲😀乙😀", ["「😀」（U+1F600）"]),
        ("✅完成", ["「✅」（U+2705）"]),
        ("陈小□同志获奖", ["「□」（U+25A1）"]),
        ("陈小■同志", ["「■」（U+25A0）"]),
        ("甲\U000f0000", ["U+F0000"]),
        ("甲\u0378乙", ["U+0378"]),  # assigned to nothing
    ],
)
def test_what_prints_as_a_box_is_told(text: str, told: list[str]) -> None:
    assert boxes(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "□是 □否",
        "是□否□",
        "☑是□否",
        "■ 重点",
        "□",
        "选项：□甲□乙",
        "★☆○●◎◇◆△→※",
        "𠀀\U000323af",
        "㎡",
    ],
)
def test_boxes_to_tick_and_signs_are_not_told(text: str) -> None:
    assert boxes(text) == []


def test_control_characters_and_a_turned_order_are_not_printable() -> None:
    assert all(map(unprintable, "\x00\x07\x0b\x1f\x7f\x9f\u202e\ufdd0\uffff\U0001fffe\ud800"))
    assert not any(map(unprintable, "\t\n\r 甲\u200b\u2028\x85"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("机关事业单位\n基本养老保险", "机关事业单位基本养老保险"),
        ("甲 \n 乙\n\n丙", "甲乙丙"),
        ("Office of\nFinance", "Office of Finance"),
        ("GB\n18030\n标准", "GB 18030标准"),
        ("甲\t乙", "甲乙"),
        ("\n", ""),
    ],
)
def test_lines_are_joined_as_they_are_read(text: str, line: str) -> None:
    assert one_line(text) == line
