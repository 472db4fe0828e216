"""How good the judging is, in figures: on labelled rows, on a check-list, against a budget.

`run` and `calibrating` are the two ways in, by `extra.with_extra`: what they import needs the extra
`evaluation`. The check-list does not.
"""
