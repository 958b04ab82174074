"""What campaigns of planted mistakes say at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Sized
from typing import Protocol


class PlantedKind(Protocol):
    """A planted mistake, as far as its kind goes."""

    @property
    def kind(self) -> str: ...


class Attempt(Protocol):
    """What became of a planted mistake."""

    @property
    def plant(self) -> PlantedKind: ...
    @property
    def told(self) -> Sized: ...
    @property
    def good(self) -> bool: ...
    @property
    def noticed(self) -> bool: ...
    @property
    def placed(self) -> bool: ...


def report(results: Sequence[Attempt], most: int) -> None:
    """Print how many of each kind are told as they should be, in ``most`` findings at most."""
    by_kind = defaultdict[str, list[Attempt]](list)
    for result in results:
        by_kind[result.plant.kind].append(result)
    for kind, found in by_kind.items():
        print(f"  {kind}：{sum(r.good for r in found)}/{len(found)}")
    count = max(1, len(results))
    noticed, placed = sum(r.noticed for r in results), sum(r.placed for r in results)
    told = sum(len(r.told) for r in results)
    many = sum(len(r.told) > most for r in results)
    print(
        f"错误 {len(results)} 个，发现 {noticed}（{100 * noticed / count:.1f}%），"
        f"说在该处 {placed}（{100 * placed / count:.1f}%），"
        f"平均 {told / count:.1f} 条，超过 {most} 条的 {many} 个"
    )
