"""The figures of a search: how long answers take, how far it came, when to let go.

Everything is counted from the facts, and nothing is said without the sample it was counted from.
"""
