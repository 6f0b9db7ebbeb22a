"""What an office, or somebody in its name, says in a post."""

from models.statement.find import find_statements

__all__ = ["find_statements"]
