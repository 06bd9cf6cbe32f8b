"""The sample documents of ``data/raw``: what is printed stands in ``tests/documents/facts``, how it is set stands here.

``python -m tests.documents.typeset`` rewrites ``data/raw`` and its manifest, byte for byte the same each time. Nothing
here reads documents, knows a publisher or holds an amount: names and figures are data, in the facts files.
"""
