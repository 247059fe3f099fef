"""All pages of lessons, gathered: an address belongs to the program once its module has been read."""

from __future__ import annotations

from esafety.lessons import class_views, paper_views, parents_views, setting_views, staff_views, wall_views
from esafety.lessons.views import lessons

__all__ = ["class_views", "lessons", "paper_views", "parents_views", "setting_views", "staff_views", "wall_views"]
