"""Web pages that came out as plain text, typed by hand with what a person reads in them; ``pages`` reads and compares."""
