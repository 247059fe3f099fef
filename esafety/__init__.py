"""esafety: online-safety lessons for UK primary schools."""

__version__ = "0.1.0"
