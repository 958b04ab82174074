"""What goes wrong with LibreOffice, in words for the person at the keyboard."""

from __future__ import annotations


class NotConverted(Exception):
    """LibreOffice is missing, fails or takes too long; ``told`` and ``remedy`` say so in Chinese."""

    def __init__(self, told: str, remedy: str) -> None:
        super().__init__(told)
        self.told, self.remedy = told, remedy


class NoOffice(NotConverted):
    """LibreOffice is not installed."""

    def __init__(self) -> None:
        remedy = (
            "安装 LibreOffice（libreoffice.org；Debian：apt install libreoffice-writer）后再运行。"
        )
        super().__init__("没有找到 LibreOffice", remedy)


class NotMade(NotConverted):
    """LibreOffice cannot read the file, or breaks off over it: nothing came out."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"LibreOffice 没有生成 {kind.upper()}", "先在 LibreOffice 中打开这份文件看看。"
        )


class NotStarted(NotConverted):
    """LibreOffice is there and does not start, or does not answer."""

    def __init__(self, program: object, told: str = "LibreOffice 没有启动") -> None:
        super().__init__(told, f"检查 {program}，或重新安装 LibreOffice。")


class TooSlow(NotConverted):
    """LibreOffice did not answer in time and was ended."""

    def __init__(self, seconds: float) -> None:
        told = f"LibreOffice {seconds:g} 秒内没有完成转换，已停止"
        super().__init__(told, "关闭其他程序后再试。")
