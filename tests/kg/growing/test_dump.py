"""Dumps as blocks of whole lines, from any place on."""

import bz2
import gzip
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import zstandard

from kg.errors import DumpError
from kg.growing import dump as module
from kg.growing.dump import Dump

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "json": lambda data: data, "gz": gzip.compress, "bz2": bz2.compress, "zst": zstandard.ZstdCompressor().compress,
}  # fmt: skip


def text(count: int = 400) -> bytes:
    chance = random.Random(7)
    made = b",\n".join(b'{"id":"Q%d","x":"%s"}' % (i, b"a%d" % chance.getrandbits(400) * chance.randrange(1, 9)) for i in range(count))
    return b"[\n" + made + b"\n]\n"


def written(path: Path, data: bytes) -> Dump:
    path.write_bytes(data)
    return Dump(path)


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("streams", [1, 3], ids=["one stream", "three streams"])
def test_a_dump_is_read_whole_and_from_the_end_of_any_block(tmp_path: Path, kind: str, streams: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "READ", 999)
    data = text()
    step = len(data) // streams + 1  # streams end in the middle of lines
    packed = b"".join(PACKERS[kind](data[i : i + step]) for i in range(0, len(data), step))
    found = written(tmp_path / f"d.json.{kind}", packed)
    blocks = list(found.blocks())
    assert b"".join(b.data for b in blocks) == data
    assert all(b.data.endswith(b"\n") for b in blocks)
    assert len(blocks) > 3 or kind in ("bz2", "zst")  # these two unpack in large pieces
    for i, block in enumerate(blocks):
        assert b"".join(b.data for b in found.blocks(block.end)) == b"".join(b.data for b in blocks[i + 1 :])


@pytest.mark.parametrize("kind", ["gz", "bz2", "zst"])
def test_a_download_that_is_not_complete_is_told(tmp_path: Path, kind: str) -> None:
    packed = PACKERS[kind](text())
    found = written(tmp_path / "d", packed[:-20] if kind != "bz2" else PACKERS[kind](text(20_000))[:-20])
    with pytest.raises(DumpError, match="download is not complete"):
        list(found.blocks())


@pytest.mark.parametrize("kind", PACKERS)
def test_a_dump_that_ends_between_two_lines_is_not_complete_either(tmp_path: Path, kind: str) -> None:
    cut = text(20)[: text(20).rindex(b'{"id"')]
    with pytest.raises(DumpError, match=r"ends without the \] that closes it"):
        list(written(tmp_path / "d", PACKERS[kind](cut)).blocks())


def test_entities_without_an_array_around_them_need_no_end(tmp_path: Path) -> None:
    assert b"".join(b.data for b in written(tmp_path / "d", b"{}\n{}\n").blocks()) == b"{}\n{}\n"


def test_damage_is_told_with_its_place(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(text(4000)))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = b"\xff" * 40
    with pytest.raises(DumpError, match=r"damaged before byte [\d,]+ of"):
        list(written(tmp_path / "d.gz", bytes(packed)).blocks())


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"<!DOCTYPE html><html>503", "HTML"), (gzip.compress(b"<html>"), "HTML"), (b"", "nothing"), (gzip.compress(b""), "nothing"),
        (b"<http://www.wikidata.org/entity/Q1> <p> <o> .\n", "HTML or XML"), (b"id,label\n1,x\n", "'id,label"), (b"PK\x03\x04...", "PK"),
    ],
    ids=["html", "html in gzip", "empty", "empty in gzip", "n-triples", "csv", "zip"],
)  # fmt: skip
def test_what_is_no_dump_is_told(tmp_path: Path, data: bytes, found: str) -> None:
    with pytest.raises(DumpError, match=f"expected a Wikidata JSON dump.*{found}"):
        written(tmp_path / "d", data)


def test_no_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(DumpError, match="no such file"):
        Dump(tmp_path / "none")
    with pytest.raises(DumpError, match="a folder"):
        Dump(tmp_path)


def test_a_line_longer_than_any_entity_is_dropped_without_keeping_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_LINE", 5000)
    monkeypatch.setattr(module, "READ", 1000)
    blocks = list(written(tmp_path / "d.json", b"[\n{}\n" + b"x" * 20_000 + b"\n{1}\n{2}\n]\n").blocks())
    assert b"".join(b.data for b in blocks).replace(b"\n", b"") == b"[{}{1}{2}]"
    assert sum(b.dropped for b in blocks) == 1


def test_padding_behind_a_dump_is_no_damage(tmp_path: Path) -> None:
    found = written(tmp_path / "d.gz", gzip.compress(text(3)) + b"\0" * 512)
    assert b"".join(b.data for b in found.blocks()) == text(3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wikidata-20261102-all.json.gz", date(2026, 11, 2)), ("2026-11-02.json", date(2026, 11, 2)),
        ("20261102/all.json.gz", date(2026, 11, 2)), ("latest-all.json.gz", None), ("wikidata-20261399-all.json", None),
    ],
)  # fmt: skip
def test_the_day_of_a_dump_is_read_from_its_name(tmp_path: Path, name: str, expected: date | None) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    assert written(path, b"[\n{}\n]\n").day() == expected


def test_a_file_that_changed_before_a_place_is_known_by_it(tmp_path: Path) -> None:
    first, other = written(tmp_path / "a.json", text(50)), written(tmp_path / "b.json", text(50).replace(b'"Q1"', b'"Q2"'))
    assert first.before(2000) != other.before(2000)
    assert first.before(0) == other.before(0)
