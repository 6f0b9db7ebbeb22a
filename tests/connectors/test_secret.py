"""Where secrets come from, and what is said when they are missing."""

from pathlib import Path

import pytest

from connectors.secret import SecretError, secret


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A value set by hand is meant."""
    (tmp_path / "token").write_text("from the file")
    environ = {"TOKEN": "given", "TOKEN_FILE": str(tmp_path / "token")}
    assert secret("TOKEN", environ) == "given"


def test_a_file_is_read_without_its_line_end(tmp_path: Path) -> None:
    """Mounted secrets end in a line end."""
    (tmp_path / "token").write_text("  from the file\n")
    assert secret("TOKEN", {"TOKEN_FILE": str(tmp_path / "token")}) == "from the file"


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_a_missing_or_empty_secret_names_variable_and_mend(tmp_path: Path, content: str | None) -> None:
    """And never a value."""
    path = tmp_path / "token"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SecretError, match="TOKEN_FILE"):
        secret("TOKEN", {"TOKEN_FILE": str(path)})
    with pytest.raises(SecretError, match="TOKEN is not set"):
        secret("TOKEN", {})
