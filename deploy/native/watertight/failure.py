"""The one exception an operator sees as a message instead of a stack trace."""

from __future__ import annotations


class Failure(Exception):
    """What went wrong in one sentence and, where there is one, what helps."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}\n  {self.remedy}" if self.remedy else message
