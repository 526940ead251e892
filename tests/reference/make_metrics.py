"""Makes the golden numbers of the metrics from scikit-learn: run it with a Python that has it; the tests need none.

`python tests/reference/make_metrics.py` writes `metrics.json` beside it. scikit-learn is not told of classes that
neither occur nor are named, so that it leaves them out of the mean; scores have no ties.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from sklearn import metrics

HERE = Path(__file__).parent


def main() -> None:
    """Writes the file."""
    random = np.random.default_rng(0)
    cases = {"classes": [of_classes(random) for _ in range(20)], "numbers": [of_numbers(random) for _ in range(10)]}
    text = json.dumps({"sklearn": sklearn.__version__, "cases": cases}, separators=(",", ":"))
    (HERE / "metrics.json").write_text(text + "\n", encoding="utf-8")


def of_classes(random: np.random.Generator) -> dict[str, Any]:
    """Scores of drawn rows, and all that is measured of the classes they name."""
    classes, rows = int(random.integers(2, 7)), int(random.integers(3, 40))
    true = random.integers(0, classes, rows)
    powers = np.exp(random.normal(size=(rows, classes)) + 1.5 * np.eye(classes)[true])
    shares = np.round(powers / powers.sum(axis=1, keepdims=True), 6)
    shares = shares / shares.sum(axis=1, keepdims=True)
    predicted = shares.argmax(axis=1)
    named = sorted({*true.tolist(), *predicted.tolist()})
    per_class = metrics.precision_recall_fscore_support(true, predicted, labels=named, zero_division=0)
    mean = metrics.precision_recall_fscore_support(true, predicted, average="macro", zero_division=0)
    return {
        "classes": classes, "true": true.tolist(), "shares": shares.tolist(), "named": named,
        "accuracy": metrics.accuracy_score(true, predicted),
        "confusion": metrics.confusion_matrix(true, predicted, labels=range(classes)).tolist(),
        "per_class": dict(zip(("precision", "recall", "f1"), (each.tolist() for each in per_class[:3]), strict=True)),
        "macro": dict(zip(("precision", "recall", "f1"), map(float, mean[:3]), strict=True)),
        "top": [top(true, shares, k) for k in range(1, classes + 1)],
        "log_loss": metrics.log_loss(true, shares, labels=range(classes)),
    }


def top(true: np.ndarray, shares: np.ndarray, k: int) -> float:
    """Top-k accuracy; of two classes scikit-learn wants one score."""
    classes = shares.shape[1]
    if k >= classes:
        return 1.0
    if classes == 2:
        return float(metrics.accuracy_score(true, shares.argmax(axis=1)))
    return float(metrics.top_k_accuracy_score(true, shares, k=k, labels=range(classes)))


def of_numbers(random: np.random.Generator) -> dict[str, Any]:
    """Columns of numbers, one of them constant now and then."""
    shape = (int(random.integers(2, 12)), int(random.integers(1, 4)))
    true = np.round(random.normal(size=shape), 3)
    predicted = np.round(true + random.choice([0.0, 0.3, 2.0]) * random.normal(size=shape), 3)
    if random.random() < 0.4:
        true[:, 0] = 1.5
        predicted[:, 0] = 1.5 if random.random() < 0.5 else predicted[:, 0]
    return {"true": true.tolist(), "predicted": predicted.tolist(), "r_squared": metrics.r2_score(true, predicted)}


if __name__ == "__main__":
    main()
