"""Measures matching on records of which somebody knows which are the same."""

from wbl_aggregator.evaluation.evaluate import Evaluation, evaluate
from wbl_aggregator.evaluation.labels import Labels, read_labels

__all__ = ["Evaluation", "Labels", "evaluate", "read_labels"]
