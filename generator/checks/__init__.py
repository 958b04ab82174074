"""The checks: everything that can be wrong with a readable workbook."""

from __future__ import annotations

from generator.checks import comparing, identities, rules, within
from generator.figures.accounts import Accounts
from generator.figures.disclosure import Disclosure
from generator.model import Finding, Severity

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}


def run(accounts: Accounts, disclosure: Disclosure) -> tuple[Finding, ...]:
    """All findings, errors first, otherwise in the order of the forms."""
    claims = (*within.claims(accounts), *identities.claims(accounts))
    found = [finding for claim in claims if (finding := comparing.test(claim)) is not None]
    found += rules.required(accounts)
    found += rules.reasons(accounts, disclosure)
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))
