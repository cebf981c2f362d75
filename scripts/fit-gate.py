#!/usr/bin/env python3
"""Fits the gate of statements (Sources/Diagnosis/Statements/StatementGate.swift) and chooses its threshold.

    fit-gate.py [--allowed SHARE] FEATURES... > weights

FEATURES are files that `Benchmarks statements --features=FILE` writes: a JSON object for each line, with what the gate may
weigh, whether the named statement wrote the line, and the system that the line is from. A logistic model with a small
penalty is fitted by Newton's method; its weights are divided by ln 2, so that they are bits. The threshold is where, of
lines of systems that are not indexed, no more than SHARE (0.005) pass: counted for each system with weights that were
fitted without it, so that no system judges itself. Needs nothing but Python."""
import argparse, json, math

FEATURES = ["bits", "rarest", "coverage", "holes", "unexplained", "peeled", "truncated", "inside", "text",
            "header", "against", "aside", "margin", "share", "open", "raise", "words"]


def features(row):
    """As StatementGate reads them; None for what it never lets through."""
    if row.get("fit") in (None, "partial"):
        return None
    length = max(1, row["length"])
    return [math.log2(1 + max(0, row["bits"])), min(14, row["rarest"]), row["literal"] / length, min(3, row["holes"]),
            math.log2(1 + row["unexplainedWords"]), float(row["peeled"] > 0 or row["wrapped"]),
            float(row["fit"] == "truncated"), float(row["fit"] == "inside"),
            float(row["kind"] in ("text", "constant", "call")), max(0, min(9, row["header"])), min(0, max(-4, row["header"])),
            float(row["aside"]), max(0, min(20, row["margin"])), row["share"], float(row["holes"] == 0),
            float(row["kind"] in ("raise", "error", "check")), min(6, row["saidWords"])]


def solve(matrix, vector):
    """Gauss' elimination with pivots."""
    size = len(vector)
    rows = [matrix[i][:] + [vector[i]] for i in range(size)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            for j in range(i, size + 1):
                rows[k][j] -= factor * rows[i][j]
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (rows[i][size] - sum(rows[i][j] * found[j] for j in range(i + 1, size))) / rows[i][i]
    return found


def fit(samples, penalty=3.0, rounds=12):
    """Weights of a logistic model, the last one constant."""
    size = len(FEATURES) + 1
    weights = [0.0] * size
    for _ in range(rounds):
        slope = [penalty * w for w in weights[:-1]] + [0.0]
        curve = [[penalty * (i == j and i < size - 1) for j in range(size)] for i in range(size)]
        curve[-1][-1] += 1e-6
        for values, right, weight in samples:
            x = values + [1.0]
            p = 1 / (1 + math.exp(-max(-30, min(30, sum(a * b for a, b in zip(weights, x))))))
            for i in range(size):
                slope[i] += weight * (p - right) * x[i]
                scaled = weight * p * (1 - p) * x[i]
                for j in range(i, size):
                    curve[i][j] += scaled * x[j]
        for i in range(size):
            for j in range(i):
                curve[i][j] = curve[j][i]
        step = solve(curve, slope)
        weights = [w - s for w, s in zip(weights, step)]
        if max(map(abs, step)) < 1e-4:
            break
    return weights


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--allowed", type=float, default=0.005)
    options.add_argument("files", nargs="+")
    options = options.parse_args()
    rows = [json.loads(line) for path in options.files for line in open(path, encoding="utf-8")]
    judged = []
    for row in rows:
        is_negative = row["group"].startswith("negative")
        judged.append((row, features(row), 0.0 if is_negative or not row["tied"] else 1.0, is_negative))
    # Few real lines beside many that were made: they weigh more.
    def weight(row):
        return 3.0 if row["group"].startswith("real") else 1.0
    samples = [(values, right, weight(row)) for row, values, right, _ in judged if values]
    weights = fit(samples)
    def score(values, weights):
        return sum(a * b for a, b in zip(weights, values + [1.0])) / math.log(2)
    systems = sorted({row["origin"] for row, _, _, is_negative in judged if is_negative})
    # Systems in five parts, so that each is judged by weights that do not know it.
    outside = []
    for part in range(5):
        left = set(systems[part::5])
        others = fit([(v, right, weight(row)) for row, v, right, n in judged if v and not (n and row["origin"] in left)], rounds=8)
        outside += [score(v, others) if v else -99.0 for row, v, _, n in judged if n and row["origin"] in left]
    outside.sort(reverse=True)
    threshold = outside[int(options.allowed * len(outside))]
    for name, value in zip(FEATURES + ["constant"], weights):
        print(f"{name:12} {value / math.log(2):8.3f}")
    print(f"threshold    {threshold:8.3f}   (constant with it: {weights[-1] / math.log(2) - threshold:.3f})")
    positives = [(score(v, weights) if v else -99, row["tied"]) for row, v, _, n in judged if not n]
    print(f"{len(positives)} lines with statements, {len(outside)} of {len(systems)} systems without")
    for share in (0.0025, 0.005, 0.0075, 0.01, 0.02, 0.05):
        at = outside[int(share * len(outside))]
        passing = [tied for value, tied in positives if value > at]
        print(f"  false accepts {share:.4f}: threshold {at:6.2f}, recall {sum(passing) / max(1, len(positives)):.3f}, "
              f"precision {sum(passing) / max(1, len(passing)):.4f}")


main()
