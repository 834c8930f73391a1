"""Errors that a user can cause and mend: one line that says what to do."""

__all__ = ["CommuniqueError"]


class CommuniqueError(Exception):
    """Base of all errors that are told to the user in one line, without a traceback."""
