"""What a number format of Excel makes of a number: a date, a time, a percentage.

What exactly is shown is worked out in ``formats``, only where a number stands among words.
"""

from __future__ import annotations

import re
from functools import cache

from generator.model import regex

_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_HALF_DAY = '上午/下午h"时"mm"分"'
# Built in, as a Chinese Excel or WPS shows them (ECMA-376 part 1, 18.8.30: all languages, zh-cn;
# 5–8, 14, 22 and 37–44 follow the settings of the country).
_BUILT_IN = {
    **dict(enumerate(("General", "0", "0.00", "#,##0", "#,##0.00"))),
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    **dict(enumerate(("0%", "0.00%", "0.00E+00", "# ?/?", "# ??/??", "yyyy/m/d"), start=9)),
    **dict(enumerate(("d-mmm-yy", "d-mmm", "mmm-yy", "h:mm AM/PM", "h:mm:ss AM/PM"), start=15)),
    **dict(enumerate(("h:mm", "h:mm:ss", "yyyy/m/d h:mm"), start=20)),
    **dict(enumerate((_YEAR_MONTH, _MONTH_DAY, _MONTH_DAY, "m-d-yy"), start=27)),
    **dict(enumerate(('yyyy"年"m"月"d"日"', 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'), start=31)),
    **dict(enumerate((_HALF_DAY, f'{_HALF_DAY}ss"秒"', _YEAR_MONTH), start=34)),
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    **dict(enumerate(("mm:ss", "[h]:mm:ss", "mm:ss.0", "##0.0E+0", "@"), start=45)),
    **dict(enumerate((_YEAR_MONTH, _MONTH_DAY, _YEAR_MONTH, _MONTH_DAY, _MONTH_DAY), start=50)),
    **dict(enumerate((_HALF_DAY, f'{_HALF_DAY}ss"秒"', _YEAR_MONTH, _MONTH_DAY), start=55)),
}

_UNSHOWN = regex(r'".*?"|general|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]', re.IGNORECASE)
_DATE_SIGN = regex(r"(?<![_\\!])(?:[dmhys]|aaa|e(?![+-]))", re.IGNORECASE)
_OPEN = regex(r"\[[^\]]*$")
_PADDING = regex(r"_.|\*.|\[[^\]]*\]|\s")
_ELAPSED = regex(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)


def built_in(number: str) -> str:
    """The code of a built-in format; one that cannot be followed where there is none."""
    known = _BUILT_IN.get(int(number)) if number.isdecimal() and len(number) < 9 else None
    return known or f"[内置格式 {number}]"


@cache
def is_date(shown: str) -> bool:
    """True for dates, times and durations; a code with an open bracket is none of Excel's."""
    left = _UNSHOWN.sub("", shown.split(";")[0])
    return _DATE_SIGN.search(left) is not None and _OPEN.search(left) is None


@cache
def is_duration(shown: str) -> bool:
    """True for elapsed time, such as ``[h]:mm``."""
    return _ELAPSED.search(shown.split(";")[0]) is not None


@cache
def changes_text(shown: str) -> bool:
    """True for a format that shows a text otherwise than it is, such as ``@"处"`` or ``;;;``."""
    if "@" not in shown and shown.count(";") < 3:
        return False
    return _PADDING.sub("", shown.rpartition(";")[2]) != "@"


def is_percent(shown: str) -> bool:
    """True for a percentage, also one whose sign is only put behind the number."""
    return "%" in shown or "‰" in shown or "％" in shown
