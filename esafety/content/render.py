"""Author's Markdown to safe HTML. Only prose goes this way; a pupil's words never do."""

from __future__ import annotations

from esafety.content.facts import Facts


def prose(markdown: str, *, facts: Facts) -> str:
    """Return safe HTML for a passage of Markdown, its tokens filled from the data files."""
    raise NotImplementedError(markdown, facts)
