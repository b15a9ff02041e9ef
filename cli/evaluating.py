"""The command that measures: evaluate."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.resources import Resources

_Row = TypeVar("_Row")
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("gold", type=_FOLDER, required=False)
@click.option(
    "--predicted", type=_FOLDER,
    help="Folder with the converter's JSON of each article; without it the articles are converted now.",
)  # fmt: skip
@click.option("--articles", type=_FOLDER, help="Folder of the articles' texts, where they lie elsewhere.")
@click.option("--records", type=_FILE, help="Sentence records (JSON lines): acts and pairs of actors by CAMEO code.")
@click.option("--act-map", type=_FILE, help="Names of CAMEO codes; by default act_map.json beside the records.")
@click.option(
    "--event-free", type=_FILE, multiple=True,
    help="Sentences without any act (text, or a table of treebank sentences): counts those given one.",
)  # fmt: skip
@click.option("--treebanks", type=_FOLDER, help="Folder of the CoNLL-U files that --event-free tables refer to.")
@click.option("--errors", type=click.Choice(["text", "html"]), help="List what is missed, extra or wrong, with its words.")
@click.option("--json", "as_json", is_flag=True, help="Figures as one JSON object.")
def evaluate(
    gold: Path | None, predicted: Path | None, articles: Path | None, records: Path | None, act_map: Path | None,
    event_free: tuple[Path, ...], treebanks: Path | None, errors: str | None, as_json: bool,
) -> None:  # fmt: skip
    r"""Measure the converter against articles or sentences coded by hand.

    GOLD is a folder of annotated articles (docs/evaluation.md tells their form); their texts lie beside
    them or in ../articles. Beside each figure stands that of a baseline which fires on trigger words alone.

    \b
    demarche evaluate GOLD                        precision, recall, F1
    demarche evaluate GOLD --errors html > e.html every fault with its sentence
    demarche evaluate --records records.jsonl     single sentences with coded events
    demarche evaluate --event-free sentences.txt  false alarms on sentences without an act
    """
    if gold is None and (predicted or articles or errors == "html"):
        raise click.UsageError("--predicted, --articles and --errors html need GOLD, the folder of annotated articles")
    if gold is None and records is None and not event_free:
        raise click.UsageError("nothing to measure: give GOLD, --records or --event-free")
    if errors and as_json:
        raise click.UsageError("--errors lists faults, --json gives figures: choose one")
    measures = _Measures()
    if gold is not None:
        measures.articles(gold, predicted, articles, errors)
    if records is not None:
        measures.sentences(records, act_map or records.with_name("act_map.json"))
    if event_free:
        measures.alarms(event_free, treebanks, texts=errors is not None)
    click.echo(json.dumps(measures.objects, ensure_ascii=False, indent=1) if as_json else "\n".join(measures.lines))


class _Measures:
    """What was measured, as lines and as one object; resources are loaded when first needed."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.objects: dict[str, Any] = {}
        self._loaded: Resources | None = None

    @property
    def _resources(self) -> "Resources":
        if self._loaded is None:
            from kg.resources import Resources

            self._loaded = Resources.load()
        return self._loaded

    def articles(self, folder: Path, predicted: Path | None, texts: Path | None, errors: str | None) -> None:
        """Annotated articles."""
        from kg.evaluation import report
        from kg.evaluation.figures import figures
        from kg.evaluation.gold import read_gold
        from kg.evaluation.running import aligned, of_gold, predictions_in

        golds = read_gold(folder, texts)
        if predicted is None:
            found = [of_gold(gold, self._resources) for gold in _progress(golds, "articles")]
        else:
            found = list(predictions_in(predicted, golds))
        alignments = aligned(golds, [row.predicted for row in found])
        by_lemma = [row.baseline for row in found if row.baseline is not None]
        baseline = figures(aligned(golds, by_lemma)) if by_lemma else None
        if errors:
            from kg.evaluation.faults import faults
            from kg.evaluation.page import error_page

            rows = [fault for alignment in alignments for fault in faults(alignment)]
            self.lines.extend(report.fault_lines(rows) if errors == "text" else [error_page(rows, figures(alignments))])
            return
        self.lines.extend(report.figure_lines(figures(alignments), baseline))
        self.objects["articles"] = figures(alignments).as_object()
        if baseline is not None:
            self.objects["articlesByLemma"] = baseline.as_object()

    def sentences(self, path: Path, act_map: Path) -> None:
        """Sentence records."""
        from kg.evaluation import records, report
        from kg.evaluation.running import of_sentence

        coder = records.Coder.load(act_map)
        rows = records.read_records(path, coder)
        found = [of_sentence(row.text, self._resources, row.published) for row in _progress(rows, "sentences")]
        coded = [[records.coded_events(f, coder) for f in (row.predicted, row.baseline) if f] for row in found]
        figures, baseline = (
            records.record_figures(zip(rows, (events[i] for events in coded), strict=True)) for i in (0, 1)
        )
        self.lines.extend(report.record_lines(figures, baseline))
        self.objects["sentences"] = figures.as_object()
        self.objects["sentencesByLemma"] = baseline.as_object()

    def alarms(self, paths: tuple[Path, ...], treebanks: Path | None, *, texts: bool) -> None:
        """Event-free sentences."""
        from kg.evaluation.event_free import Alarm, read_event_free
        from kg.evaluation.report import event_free_lines
        from kg.evaluation.running import of_sentence

        rows = [row for path in paths for row in read_event_free(path, treebanks)]
        found = [(row, of_sentence(row.text, self._resources)) for row in _progress(rows, "event-free sentences")]
        alarms = [Alarm(sentence=row, acts=out.predicted.acts) for row, out in found if out.predicted.acts]
        baseline = sum(bool(out.baseline and out.baseline.acts) for _, out in found)
        self.lines.extend(event_free_lines(alarms, baseline, len(rows), texts=texts))
        self.objects["eventFree"] = {
            "sentences": len(rows), "withAct": len(alarms), "withActByLemma": baseline,
            "alarms": {alarm.sentence.id: [act.type for act in alarm.acts] for alarm in alarms},
        }  # fmt: skip


def _progress(rows: Sequence[_Row], what: str) -> Iterator[_Row]:
    with click.progressbar(rows, label=what, file=sys.stderr) as shown:
        yield from shown


COMMANDS: tuple[click.Command, ...] = (evaluate,)
