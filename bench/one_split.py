"""From a folder of recordings to an int8 .tflite: mote beside Keras, one run.

usage: one_split.py MOTE KERAS_KWS DATASET [--rounds N] [--models NAME...]

MOTE is the program, KERAS_KWS the script keras_kws.py of the peers, DATASET a
folder a label with manifest.csv (Speech Commands). mote makes a project in an
empty folder and runs import, preprocess, train, convert and evaluate; Keras
trains its tinyConv for 40 epochs, converts and evaluates. Seconds on the
clock and of all processors together; the fastest round counts of each.
Needs: pip install tensorflow-cpu soundfile ai-edge-litert
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time

WORDS = ["left", "right"]


def timed(commands, folder):
    """Seconds on the clock and of processors that `commands` take."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    for command in commands:
        subprocess.run(command, cwd=folder, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, (after.ru_utime + after.ru_stime - before.ru_utime -
                   before.ru_stime)


def mote(program, dataset, model):
    with tempfile.TemporaryDirectory() as folder:
        return timed([
            [program, "new", "assistant", "--template", "voice", "--words",
             ",".join(WORDS), "--dataset", dataset],
            [program, "run", "--project", "assistant", "--until", "evaluate",
             "--set", f"design.model={model}"],
        ], folder)


def keras(script, dataset):
    with tempfile.TemporaryDirectory() as folder:
        return timed([[sys.executable, script, dataset, "fold:0", "tiny",
                       "40", "0"] + WORDS], folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mote", type=os.path.abspath)
    parser.add_argument("keras_kws", type=os.path.abspath)
    parser.add_argument("dataset", type=os.path.abspath)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--models", nargs="*", default=["tinyconv", "tc"])
    options = parser.parse_args()
    best = {}
    for _ in range(options.rounds):
        times = {f"mote, {model}": mote(options.mote, options.dataset, model)
                 for model in options.models}
        times["Keras, tinyConv"] = keras(options.keras_kws, options.dataset)
        for name, (clock, processors) in times.items():
            old = best.get(name, (clock, processors))
            best[name] = min(old[0], clock), min(old[1], processors)
    for name, (clock, processors) in best.items():
        print(f"{name}: {clock:.1f} s, processors {processors:.1f} s",
              flush=True)


main()
