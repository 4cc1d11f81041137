"""Inferences on this computer: mote, LiteRT with XNNPACK, LiteRT's own kernels.

usage: host.py MOTE MODELS [--rounds N] [--seconds S] [--isa ISA]

MOTE is the program, MODELS a folder with mlperf_tiny/ and tflm/. One thread.
Rounds alternate between the three and the fastest inference of each counts, so
that a busy machine slows all alike. --isa avx2 lowers what mote uses (not
XNNPACK, which takes the best the processor has).
Needs: pip install ai-edge-litert
"""

import argparse
import json
import math
import os
import subprocess
import time

import numpy
from ai_edge_litert.interpreter import Interpreter, OpResolverType

INT8 = {
    "KWS": "mlperf_tiny/kws_ref_model.tflite",
    "AD": "mlperf_tiny/ad01_int8.tflite",
    "IC": "mlperf_tiny/pretrainedResnet_quant.tflite",
    "VWW": "mlperf_tiny/vww_96_int8.tflite",
    "str_ww": "mlperf_tiny/str_ww_ref_model.tflite",
    "micro_speech": "tflm/micro_speech_quantized.tflite",
}
FLOAT = {
    "AD": "mlperf_tiny/ad01_fp32.tflite",
    "IC": "mlperf_tiny/pretrainedResnet.tflite",
    "VWW": "mlperf_tiny/vww_96_float.tflite",
}
RIVALS = {
    "XNNPACK": OpResolverType.AUTO,
    "builtin": OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
}


def mote(program, model, seconds, isa):
    environment = dict(os.environ, **({"MOTE_ISA": isa} if isa else {}))
    output = subprocess.run(
        [program, "bench", model, "--target", "host", "--seconds",
         str(seconds), "--json"],
        check=True, capture_output=True, text=True, env=environment).stdout
    result = json.loads(output)
    return result["microseconds"], result["instruction_set"]


def rival(interpreter):
    """A function of seconds: the fastest inference in that time."""
    interpreter.allocate_tensors()
    details = interpreter.get_input_details()[0]
    values = numpy.random.default_rng(0).uniform(-100, 100, details["shape"])
    interpreter.set_tensor(details["index"], values.astype(details["dtype"]))
    # Without the wrapper's checks of every call.
    inner = getattr(interpreter, "_interpreter", None)
    invoke = getattr(inner, "Invoke", interpreter.invoke)

    def measure(seconds):
        best = math.inf
        end = time.perf_counter() + seconds
        while True:
            start = time.perf_counter()
            if start > end:
                return best * 1e6
            invoke()
            best = min(best, time.perf_counter() - start)

    return measure


def compare(options, models):
    ratios = []
    for name, file in models.items():
        path = os.path.join(options.models, file)
        rivals = {
            rival_name: rival(Interpreter(
                path, num_threads=1, experimental_op_resolver_type=resolver))
            for rival_name, resolver in RIVALS.items()
        }
        best = {}
        for _ in range(options.rounds):
            times = {"mote": mote(options.mote, path, options.seconds,
                                  options.isa)[0]}
            for rival_name, measure in rivals.items():
                times[rival_name] = measure(options.seconds)
            for key, value in times.items():
                best[key] = min(best.get(key, math.inf), value)
        ratios.append(min(best[key] for key in rivals) / best["mote"])
        print(f"| {name} | {best['mote']:.2f} | {best['XNNPACK']:.1f} | "
              f"{best['builtin']:.1f} | {ratios[-1]:.2f} |", flush=True)
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    print(f"| geometric mean | | | | {mean:.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mote")
    parser.add_argument("models")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--isa", default="")
    options = parser.parse_args()
    first = os.path.join(options.models, INT8["KWS"])
    isa = mote(options.mote, first, 0.01, options.isa)[1]
    for title, models in (("int8", INT8), ("float32", FLOAT)):
        print(f"\n| {title}, us | mote ({isa}) | XNNPACK | builtin kernels | "
              "faster rival / mote |\n|---|---|---|---|---|")
        compare(options, models)


if __name__ == "__main__":
    main()
