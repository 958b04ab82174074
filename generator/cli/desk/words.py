"""What the commands say, in the words of the page: its fields and places instead of options."""

from __future__ import annotations

import re

_FILLING = "工作簿页面的「填写」里"
_PAGE = (
    (r"改正后再运行，才能", "改正、保存以后，才能"),
    (r"(没有写出定稿。.*?(?:补齐|错误|处理))(?:以?后)再运行", r"\1以后保存，再生成定稿"),
    (r"改正后再运行", "改正，保存"),
    (r"(关闭它|隐藏文件）)，再运行", r"\1，再试一次"),
    (r"加上 --replace 再运行", "勾选「已有不同内容的，也换成文件里的」，再填一次"),
    (r"用 --out 另指定文件名", "在「更多」里另写文件名"),
    (r"用 gen new (?:年度|20\d\d) 新建", "在第一页新建"),
    (r"用 gen fill 工作簿 这个文件，", f"把这个文件拖到{_FILLING}，"),
    (r"用 gen fill 工作簿 (.+?)[ ，](?=把|取进)", rf"把 \1 拖到{_FILLING}，"),
    (r"用 gen fill 取进去", f"拖到{_FILLING}"),
    (r"用 gen read 读回成工作簿", "拖到第一页的「新建一个年度」里"),
    (r"用 gen adopt 收回", "拖到「审稿」里"),
    (r"在命令里给出工作簿：gen adopt 审改稿\.docx 工作簿\.xlsx", "把那个工作簿放进 inputs"),
    (
        r"草稿在别处的，用 --outputs 指出它的文件夹(?:（里面要有「记录」文件夹），再运行)?",
        "草稿和它旁边的「记录」要在 outputs 里",
    ),
)


def on_the_page(text: str) -> str:
    """Words of a command as the page says them."""
    for command, button in _PAGE:
        text = re.sub(command, button, text)
    return text
