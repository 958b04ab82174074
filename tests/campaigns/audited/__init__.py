"""Mistakes typed into finished Word papers, and whether ``gen audit`` tells them at their places.

Where a mistake can be made is looked for in the paper itself, with patterns stated here: nothing of
``generator.history.audited`` takes part before the paper is audited.
"""
