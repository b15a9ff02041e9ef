"""The published encoder that training starts from: a folder with its weights and vocabulary."""

import hashlib
from pathlib import Path
from typing import Final

CHECKSUMS: Final = {  # sentence-transformers/all-MiniLM-L6-v2, revision 1110a243, first 8 digits of SHA-256
    "model.safetensors": "53aa5117", "vocab.txt": "07eced37",
}  # fmt: skip


def verify(folder: Path) -> None:
    """Stops with a clear word when the encoder is not the published one."""
    for name, start in CHECKSUMS.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if not found.startswith(start):
            raise SystemExit(f"{folder / name}: expected SHA-256 {start}..., found {found[:8]}...")
