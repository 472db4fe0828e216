"""A worker is asked for a judgement and answers at once: the web process has no model of its own.

Not a Celery task. A child at a backlog takes no other task until it is through, Celery writes a
task's arguments into its own log and keeps them in its queue, and a message that nobody wants any
more stays there until somebody takes it. Here each child listens in a thread of its own, and takes
turns with its judging text by text (moderation/reading.py).
"""
