"""Compiled loops over batches of texts; the only home of numba, which the extra ``fast`` brings.

Every loop has a slow counterpart in ``dedup.tokens`` or ``dedup.match`` that gives the same bits.
"""
