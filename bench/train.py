"""Training steps of mote, Keras and PyTorch, one after the other in one run.

usage: train.py MOTE PEERS [--threads N] [--rounds N]

MOTE is the program, PEERS the folder of train_keras.py and train_torch.py.
Rounds alternate between all and the fastest of each counts. On one thread all
count the processor's time instead of the clock's: the same on a quiet machine,
and fair on a busy one. mote is measured with the best instruction set it finds
and with AVX2, Keras as it is and without oneDNN, which TensorFlow uses only on
processors with AVX-512's VNNI unless it is told to.
Needs: pip install tensorflow-cpu torch
"""

import argparse
import json
import os
import re
import subprocess
import sys

BATCH = 100
# mote's name, the rivals' name, the ratios to reach (Keras, PyTorch).
MODELS = [("tinyconv", "tiny", 16, 7), ("ds-cnn", "dscnn", 2.5, 2.5)]


# Runs a script whose clock counts the time of this process only.
PROCESSOR_TIME = """
import runpy, sys, time
time.time = time.process_time
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def run(*command, **environment):
    return subprocess.run(command, check=True, capture_output=True, text=True,
                          env=os.environ | environment).stdout


def mote(program, model, threads, **environment):
    output = run(program, "bench", "train", model, "--batch", str(BATCH),
                 "--threads", str(threads), "--json", **environment)
    return json.loads(output)["step_milliseconds"]


def rival(peers, library, model, threads, **environment):
    clock = ["-c", PROCESSOR_TIME] if threads == 1 else []
    output = run(sys.executable, *clock, f"{peers}/train_{library}.py", model,
                 str(threads), str(BATCH), "20", **environment)
    return float(re.search(r"step=([0-9.]+)ms", output).group(1))


def one_round(options, model, theirs):
    threads = options.threads
    return {
        "mote": mote(options.mote, model, threads),
        "mote, AVX2": mote(options.mote, model, threads, MOTE_ISA="avx2"),
        "Keras": rival(options.peers, "keras", theirs, threads),
        "Keras without oneDNN": rival(options.peers, "keras", theirs, threads,
                                      TF_ENABLE_ONEDNN_OPTS="0"),
        "PyTorch": rival(options.peers, "torch", theirs, threads),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mote")
    parser.add_argument("peers")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for model, theirs, keras_goal, torch_goal in MODELS:
        best = {}
        for _ in range(options.rounds):
            for name, time in one_round(options, model, theirs).items():
                best[name] = min(best.get(name, time), time)
        print(f"{model}, batch {BATCH}, {options.threads} threads "
              f"(goals: Keras {keras_goal} times, PyTorch {torch_goal}):")
        for name, time in best.items():
            print(f"  {name}: {time:.2f} ms, {time / best['mote']:.1f} times "
                  "mote's", flush=True)


main()
