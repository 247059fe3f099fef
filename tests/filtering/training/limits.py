"""From which score on the model's answer is yes, in thousandths; chosen by cross-validation (validation.py).

A lower limit finds more and holds more innocent messages. Together they must leave the sweeps of innocent writing
within the gate (docs/filter.md), pupils' own writing above all. "urgent" counts only beside one of the others.
"""

LIMITS = {"unkind": 400, "identity": 200, "contact": 560, "distress": 600, "personal": 600, "urgent": 100}
