"""In what amounts are printed: 元 or 万元, with so many decimals."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from generator.model import rounded

Currency = Literal["元", "万元"]
_DIGITS = {"元": 0, "万元": 4}  # so many digits in 元 has one of them


class Money(Struct, frozen=True):
    """What a place prints amounts in; ``digits`` are decimals of the ``currency``."""

    currency: Currency = "万元"
    digits: int = 2

    @property
    def places(self) -> int:
        """The decimals of an amount in 元 that are printed; negative: tens, hundreds of 元."""
        return self.digits - _DIGITS[self.currency]

    @property
    def visible(self) -> Decimal:
        """The smallest difference in 元 that the printed decimals can show."""
        return Decimal(1).scaleb(-self.places) / 2

    def scaled(self, amount: Decimal) -> Decimal:
        """An amount of 元 in the currency, with every digit that it has."""
        return amount / self.of_yuan

    def printed(self, amount: Decimal) -> Decimal:
        """An amount of 元 in the currency, with the printed decimals."""
        return rounded(self.scaled(amount), self.digits)

    @property
    def of_yuan(self) -> Decimal:
        """How many 元 are one of the currency."""
        return Decimal(10 ** _DIGITS[self.currency])
