"""How much of what pages print is read, and how much of what is read is printed: ``python -m tests.accuracy``.

Truth is what people transcribed (``tests/truth``) or, without the published documents, what the facts files of the
samples print. Nothing here reads a document in a way of its own; it calls the rooms and compares.
"""
