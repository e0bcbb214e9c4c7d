"""What of a story's statements was changed: found sentence by sentence, classed and graded."""

from dedup.compare.changes.compose import find_changes

__all__ = ["find_changes"]
