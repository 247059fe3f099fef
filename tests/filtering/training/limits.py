"""From which score on the model's answer is yes, in thousandths; chosen by cross-validation (validation.py).

A lower limit finds more and holds more innocent messages. Together they must leave the sweeps of innocent writing
within the gate (docs/filter.md), pupils' own writing above all. "urgent" counts only beside one of the others.
"""

LIMITS = {"unkind": 460, "identity": 300, "contact": 280, "distress": 430, "personal": 640, "urgent": 100}
