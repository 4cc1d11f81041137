"""Runs many small models once each in the real TensorFlow Lite Micro.

usage: run_models.py FOLDER COUNT

FOLDER holds I.tflite and, for each of its inputs, I.inK (bytes of the tensor,
of several inferences one after the other) for I below COUNT. Receives I.outK, or I.error when the model does not run.
"""

import pathlib
import sys

import numpy as np
from tflite_micro.python.tflite_micro import runtime


def run(folder, name, model):
  interpreter = runtime.Interpreter.from_bytes(model, arena_size=1 << 18)
  inputs = []
  for k, path in enumerate(sorted(folder.glob(f"{name}.in*"))):
    details = interpreter.get_input_details(k)
    values = np.fromfile(path, details["dtype"])
    inputs.append(values.reshape([-1, *details["shape"]]))
  for inference in range(len(inputs[0]) if inputs else 1):
    for k, values in enumerate(inputs):
      interpreter.set_input(values[inference], k)
    interpreter.invoke()
  for k in range(8):
    try:
      output = interpreter.get_output(k)
    except (IndexError, ValueError):
      break
    np.ascontiguousarray(output).tofile(folder / f"{name}.out{k}")


def main(folder, count):
  folder = pathlib.Path(folder)
  for name in range(int(count)):
    try:
      run(folder, name, (folder / f"{name}.tflite").read_bytes())
    except Exception as error:  # whatever it refuses with
      (folder / f"{name}.error").write_text(str(error))


if __name__ == "__main__":
  main(*sys.argv[1:])
