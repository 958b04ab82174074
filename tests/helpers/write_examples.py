"""Write anew the example of every rule, and the counts that the papers print.

generator/checks/examples.toml, docs/checks.md, and in docs/manual.md what a check counts.
"""

from __future__ import annotations

from generator.cli.report import finding_text
from tests.gallery.cases import CASES
from tests.gallery.running import ROOT, checked
from tests.helpers.manual import MANUAL, with_counts

HEAD = "# 每条规则的一个例子。由 tests/helpers/write_examples.py 写出，核对时以测试为准。\n"


def examples() -> dict[str, str]:
    """Rule id → the message that its gallery case raises."""
    found = {}
    for case in CASES:
        texts = [finding_text(f) for f in checked(case.wrong).findings if f.rule == case.rule]
        found[case.rule] = texts[0] if texts else ""
    return found


def main() -> None:
    blocks = [f"{rule} = '''\n{text}'''\n" for rule, text in examples().items()]
    target = ROOT / "generator" / "checks" / "examples.toml"
    target.write_text(HEAD + "".join(blocks), "utf-8")
    from generator.checks.reference import reference

    (ROOT / "docs" / "checks.md").write_text(reference(), "utf-8")
    MANUAL.write_text(with_counts(MANUAL.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
