"""All pages of the board, gathered: an address belongs to the program once its module has been read."""

from __future__ import annotations

from esafety.board import judging_views, mail_views, own_views, worry_views, writing_views
from esafety.board.views import board

__all__ = ["board", "judging_views", "mail_views", "own_views", "worry_views", "writing_views"]
