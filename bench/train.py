"""Training steps of mote, Keras and PyTorch, one after the other in one run.

usage: train.py MOTE PEERS [--threads N] [--rounds N]

MOTE is the program, PEERS the folder of train_keras.py and train_torch.py.
Rounds alternate between the three and the fastest of each counts, so that a
busy machine slows all alike.
Needs: pip install tensorflow-cpu torch
"""

import argparse
import json
import re
import subprocess
import sys

BATCH = 100
# mote's name, the rivals' name, the ratios to reach (Keras, PyTorch).
MODELS = [("tinyconv", "tiny", 16, 7), ("ds-cnn", "dscnn", 2.5, 2.5)]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True,
                          text=True).stdout


def mote(program, model, threads):
    output = run(program, "bench", "train", model, "--batch", str(BATCH),
                 "--threads", str(threads), "--json")
    return json.loads(output)["step_milliseconds"]


def rival(peers, library, model, threads):
    output = run(sys.executable, f"{peers}/train_{library}.py", model,
                 str(threads), str(BATCH), "20")
    return float(re.search(r"step=([0-9.]+)ms", output).group(1))


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
            times = {
                "mote": mote(options.mote, model, options.threads),
                "keras": rival(options.peers, "keras", theirs,
                               options.threads),
                "torch": rival(options.peers, "torch", theirs,
                               options.threads),
            }
            for name, time in times.items():
                best[name] = min(best.get(name, time), time)
        print(f"{model}, batch {BATCH}, {options.threads} threads: "
              f"mote {best['mote']:.2f} ms, "
              f"Keras {best['keras']:.2f} ms "
              f"({best['keras'] / best['mote']:.1f} times; "
              f"goal {keras_goal}), "
              f"PyTorch {best['torch']:.2f} ms "
              f"({best['torch'] / best['mote']:.1f} times; "
              f"goal {torch_goal})", flush=True)


main()
