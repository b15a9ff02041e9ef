"""Training starts from the published encoder or not at all."""

from pathlib import Path

import pytest

from training.minilm import CHECKSUMS, verify


def test_another_file_is_refused_with_what_was_expected_and_found(tmp_path: Path) -> None:
    for name in CHECKSUMS:
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(SystemExit, match=r"model\.safetensors: expected SHA-256 53aa5117\.\.\., found "):
        verify(tmp_path)
