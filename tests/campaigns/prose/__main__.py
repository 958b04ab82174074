"""The campaign: every good sentence, each alarm with its sentence, and how many there are."""

from __future__ import annotations

import sys

from generator.model import Severity
from tests.campaigns.prose import alarms, found_in, of_file, of_tests


def main() -> int:
    """1 where there is an error, or a warning on more than one sentence in a hundred."""
    sentences = list(dict.fromkeys((*of_file(), *of_tests())))
    told = hinted = errors = 0
    for sentence, found in found_in(sentences):
        hinted += bool(found)
        told += bool(alarms(found))
        for finding in found:
            errors += finding.severity is Severity.ERROR
            rule = f"{finding.rule} {finding.severity.chinese}"
            print(f"{rule}  {sentence.place}  {sentence.text}\n    {finding.message}")
    share = told / len(sentences)
    print(f"{len(sentences)} sentences, {told} with a warning ({share:.2%}), {errors} errors,")
    print(f"{hinted} with a hint or more")
    return int(bool(errors) or share > 0.01)


if __name__ == "__main__":
    sys.exit(main())
