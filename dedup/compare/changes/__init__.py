"""What of a story's statements was changed: found sentence by sentence, classed and graded."""
