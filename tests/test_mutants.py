"""What the campaign of mutants changes: one place of one line, to what still compiles."""

from __future__ import annotations

import ast

from tests.campaigns.mutants.making import mutants_of
from tests.campaigns.mutants.running import BESIDES, HELD_BY, ROOT, chosen_tests, every

SOURCE = '''"""A docstring with 1 < 2."""
def 甲(x: int = 3, *, y: bool = True) -> "1 + 1":
    if not x and any(x <= n for n in (1, 2)):
        return x + 1 if "一 < 二" not in y else -x
    return x is not None
'''


def test_every_mutant_changes_one_place() -> None:
    found = {(m.line, m.old, m.new) for m in mutants_of("a.py", SOURCE)}
    assert {(2, "3", "4"), (2, "True", "False"), (3, "not ", ""), (3, "and", "or")} <= found
    assert {(3, "any", "all"), (3, "<=", "<"), (4, "+", "-"), (4, "not in", "in")} <= found
    assert (5, "is not", "is") in found
    assert not [line for line, _, _ in found if line == 1]
    assert not mutants_of("a.py", "class A(Struct, frozen=True):\n    b: int\n")


def test_the_tests_nearest_to_a_module_come_first() -> None:
    by_name = chosen_tests("generator/checks/engine/acceptance.py")
    assert by_name[0] == "tests/test_checks_accepting.py"
    assert "tests/test_unread.py" in by_name[:9]
    assert "tests/test_grey_cells.py" in chosen_tests("generator/workbook/writing/lookups.py")[:9]
    assert all(
        (ROOT / f"tests/test_{name}.py").exists()
        for held in BESIDES.values()
        for name in held.split()
    )
    rooms = [part for part in BESIDES if not list((ROOT / "generator").glob(f"{part}*"))]
    assert rooms == []


def test_mutants_of_the_program_compile_and_have_their_tests() -> None:
    mutants = every(list(HELD_BY))
    assert len(mutants) > 2000
    for mutant in mutants[::97]:
        source = (ROOT / mutant.path).read_text("utf-8")
        ast.parse(mutant.of(source))
        assert mutant.of(source) != source
    for room, names in HELD_BY.items():
        chosen = chosen_tests(f"generator/{room}/__init__.py")
        assert set(chosen) >= {f"tests/test_{name}.py" for name in names.split()}, room
        assert all((ROOT / path).exists() for path in chosen)
