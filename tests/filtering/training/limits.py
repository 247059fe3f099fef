"""From which score on the model's answer is yes, in thousandths; chosen by cross-validation (validation.py).

A lower limit finds more and holds more innocent messages. Contact and distress may cost more than unkindness does: to miss
them is worse, and fewer innocent messages look like them. "urgent" counts only beside one of the others.
"""

LIMITS = {"unkind": 350, "identity": 350, "contact": 200, "distress": 250, "personal": 350, "urgent": 100}
