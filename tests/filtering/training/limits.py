"""From which score on the model's answer is yes, in thousandths; chosen by cross-validation (validation.py)."""

LIMITS = {"unkind": 500, "identity": 500, "contact": 500, "distress": 500, "personal": 500, "urgent": 300}
