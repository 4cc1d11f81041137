#!/usr/bin/env python3
"""Looks for faults in Speech Commands with mote and as a user would in Python.

    bench/verify.py build/release/mote FOLDER

FOLDER has a folder a label. Needs soundfile, librosa, scikit-learn and
cleanlab. The script looks for clipping, silence, an offset, dropouts,
duplicates, near duplicates, outliers and likely mislabels; mote does all that
and the rest of its checks, on files that it holds against their hashes. Wall
seconds and those of the processors, three times in turn, the shortest. The
script's libraries get one thread: with two they wait for each other.
"""

import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

SCRIPT = r"""
import hashlib, pathlib, sys
import cleanlab.filter, librosa, numpy, soundfile
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

names, features, labels, groups, hashes = [], [], [], [], {}
faults = []
for file in sorted(pathlib.Path(sys.argv[1]).glob("*/*.wav")):
    if file.parent.name.startswith("_"):
        continue
    sound, rate = soundfile.read(file, dtype="int16")
    flat = numpy.mean((sound == sound.max()) | (sound == sound.min()))
    if flat > 0.003 and numpy.ptp(sound) > 4096:
        faults.append(("clipping", file))
    if numpy.ptp(sound) < 64:
        faults.append(("silence", file))
    if abs(sound.mean()) > 655:
        faults.append(("dc_offset", file))
    still = numpy.diff(numpy.flatnonzero(numpy.diff(sound)), prepend=0)
    if still.size and still.max() > 0.005 * rate:
        faults.append(("dropout", file))
    digest = hashlib.sha256(sound.tobytes()).hexdigest()
    if digest in hashes:
        faults.append(("duplicate", file))
    hashes[digest] = file
    cepstra = librosa.feature.mfcc(
        y=sound / 32768.0, sr=rate, n_mfcc=13, n_fft=512, hop_length=256)
    parts = numpy.array_split(cepstra, 10, axis=1)
    features.append(numpy.concatenate([part.mean(axis=1) for part in parts]))
    names.append(file)
    labels.append(file.parent.name)
    groups.append(file.name.split("_nohash_")[0])
x = StandardScaler().fit_transform(numpy.array(features))
y = numpy.unique(labels, return_inverse=True)[1]
distances, near = NearestNeighbors(n_neighbors=4).fit(x).kneighbors(x)
for i in numpy.flatnonzero(distances[:, 1] < 2):
    faults.append(("near_duplicate", names[i]))
far = distances[:, 3]
spread = numpy.median(abs(far - numpy.median(far)))
for i in numpy.flatnonzero(far > numpy.median(far) + 8 * spread):
    faults.append(("outlier", names[i]))
scores = cross_val_predict(
    LogisticRegression(max_iter=300, C=0.02), x, y, groups=groups,
    cv=GroupKFold(5), method="predict_proba")
for i in cleanlab.filter.find_label_issues(
        y, scores, return_indices_ranked_by="self_confidence"):
    faults.append(("mislabel", names[i]))
print(len(names), "recordings", len(faults), "faults")
"""


def timed(command, folder=None):
    """Wall and processor seconds of a command, and its last line."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1",
             "OPENBLAS_NUM_THREADS": "1"})
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = sum(getattr(after, key) - getattr(before, key)
               for key in ("ru_utime", "ru_stime"))
    if not done.stdout:
        sys.exit(done.stderr)
    return wall, used, done.stdout.strip().splitlines()[-1]


def main():
    mote, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder) / "verify_by_hand.py"
        script.write_text(SCRIPT)
        project = os.path.join(folder, "p")
        subprocess.run([mote, "new", project, "--template", "blank"],
                       check=True, capture_output=True)
        subprocess.run([mote, "collect", "import", source], cwd=project,
                       check=True, capture_output=True)
        runs = {"mote": [], "Python": []}
        for _ in range(3):
            runs["mote"].append(timed(
                [mote, "collect", "verify", "--threads", "2"], project))
            runs["Python"].append(timed([sys.executable, script, source]))
    for name, all_of in runs.items():
        wall = min(run[0] for run in all_of)
        used = min(run[1] for run in all_of)
        print(f"{name}: {wall:.1f} s, {used:.1f} s of the processors; "
              f"{all_of[0][2]}")


if __name__ == "__main__":
    main()
