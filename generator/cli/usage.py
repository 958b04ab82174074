"""What the command line itself says, in Chinese: usage errors and help pages.

click passes its own words through gettext.  A catalogue in its place needs neither compiled
files nor a locale on the machine; words that are not in it stay as click wrote them.
"""

from __future__ import annotations

import re

import click
from click import core, decorators, exceptions, formatting, parser, types


class _Sentence(str):
    """A message into which click has put quotes, blanks and stops of its own."""

    def format(self, *args: object, **words: object) -> str:
        """The message with Chinese signs."""
        message = str.format(self, *args, **words)
        message = re.sub(r"\s*'([^']*)'", r"「\1」", message.replace("', '", "'、'"))
        return re.sub(r"(?<=」)\.", "。", message).replace("。 ", "。")


class WholeNumber(click.IntRange):
    """A whole number between two limits, or not below one, which are told in words."""

    def _describe_range(self) -> str:
        return f"不小于 {self.min}" if self.max is None else f"在 {self.min} 至 {self.max} 之间"


class _Formatter(click.HelpFormatter):
    """Help pages with Chinese signs."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line, without a blank behind the colon."""
        super().write_usage(prog, args, "用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """A heading with its colon."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")


_WORDS = {
    "Error: {message}": _Sentence("{message}"),
    "Try '{command} {option}' for help.": "用法见 {command} {option}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing {param_type}": "缺少 {param_type}",
    "Missing command.": "没有写要执行哪个命令。",
    "No such option {name!r}.": "没有 {name} 这个选项。",
    "No such command {name!r}.": "没有 {name} 这个命令。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是其中之一：{possibilities}？",
    "Got unexpected extra argument ({args})": "多出了一个参数：{args}",
    "Got unexpected extra arguments ({args})": "多出了几个参数：{args}",
    "Option {name!r} does not take a value.": "选项 {name} 后面不带值。",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要写 {nargs} 个值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要写 {nargs} 个值。",
    "Takes {nargs} values but 1 was given.": "要写 {nargs} 个值，只写了 1 个。",
    "Takes {nargs} values but {len} were given.": "要写 {nargs} 个值，写了 {len} 个。",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint}的值不对：{message}",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "unknown error": "原因不明",
    "{value!r} is not {choice}.": "「{value}」不是 {choice}。",
    "{value!r} is not one of {choices}.": "「{value}」不是其中之一：{choices}。",
    "{value!r} is not a valid {number_type}.": "「{value}」不是整数。",
    "{value} is not in the range {range}.": "应{range}，不能是 {value}。",
    "{name} {filename!r} is a file.": "{filename} 是文件，不是文件夹。",
    "{name} {filename!r} is a directory.": "{filename} 是文件夹，不是文件。",
    "{name} {filename!r} is not readable.": "{filename} 没有读取权限。",
    "{name} {filename!r} is not writable.": "{filename} 没有写入权限。",
    "{name} {filename!r} does not exist.": "{filename} 不存在。",
    "Aborted!": "已中断。",
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这段说明。",
    "Show the version and exit.": "显示版本号。",
    "default: {default}": "默认：{default}",
    "required": "必须写",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
}


def speak_chinese() -> None:
    """Put the catalogue in the place of click's gettext; to be called before commands are made."""
    click.Context.formatter_class = _Formatter
    replaced = {"_": _translated, "ngettext": _counted}
    for module in (core, decorators, exceptions, formatting, parser, types):
        for name, function in replaced.items():
            if hasattr(module, name):
                setattr(module, name, function)


def _translated(words: str) -> str:
    return _WORDS.get(words, words)


def _counted(one: str, many: str, count: int) -> str:
    return _translated(one if count == 1 else many)


def name_slots(command: click.Command) -> None:
    """Chinese names for what stands in the usage line of a command and of all below it."""
    command.options_metavar = "[选项]"
    for option in command.params:
        if option.metavar is None and option.type is click.STRING:
            option.metavar = "文字"
        if option.metavar is None and isinstance(option.type, WholeNumber):
            option.metavar = "整数"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 …"
        for below in command.commands.values():
            name_slots(below)
