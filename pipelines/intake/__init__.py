"""Raw files in: the folder and its manifest become ``RawFile`` records; bytes are handed over unread.

Belongs here: scanning, hashing, archives, the manifest's columns and words. Does not belong here: what a document is
or says (``documents`` and later rooms), and anything that changes the raw folder.
"""

from pipelines.intake.archives import read_bytes
from pipelines.intake.scan import RawFault, Scan, scan_raw

__all__ = ["RawFault", "Scan", "read_bytes", "scan_raw"]
