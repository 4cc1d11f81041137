"""Runs many small models in the real TensorFlow Lite Micro or LiteRT.

usage: run_models.py tflm|litert FOLDER COUNT

FOLDER holds I.tflite and, for each of its inputs, I.inK (bytes of the tensor,
of several inferences one after the other) for I below COUNT. Receives I.outK
(after the last inference), or I.error when the model does not run.
"""

import pathlib
import sys

import numpy as np


class Tflm:

  def __init__(self, model):
    from tflite_micro.python.tflite_micro import runtime
    self.interpreter = runtime.Interpreter.from_bytes(model, arena_size=1 << 18)

  def input(self, k):
    details = self.interpreter.get_input_details(k)
    return details["shape"], details["dtype"]

  def run(self, inputs):
    for k, values in enumerate(inputs):
      self.interpreter.set_input(values, k)
    self.interpreter.invoke()

  def outputs(self):
    result = []
    for k in range(8):
      try:
        result.append(self.interpreter.get_output(k))
      except (IndexError, ValueError):
        break
    return result


class LiteRt:

  def __init__(self, model):
    from ai_edge_litert import interpreter as litert
    self.interpreter = litert.Interpreter(
        model_content=model, experimental_op_resolver_type=litert
        .OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    self.interpreter.allocate_tensors()
    self.details = self.interpreter.get_input_details()

  def input(self, k):
    return self.details[k]["shape"], self.details[k]["dtype"]

  def run(self, inputs):
    for k, values in enumerate(inputs):
      self.interpreter.set_tensor(self.details[k]["index"], values)
    self.interpreter.invoke()

  def outputs(self):
    return [self.interpreter.get_tensor(details["index"])
            for details in self.interpreter.get_output_details()]


def run(engine, folder, name):
  runner = engine((folder / f"{name}.tflite").read_bytes())
  inputs = []
  for k, path in enumerate(sorted(folder.glob(f"{name}.in*"))):
    shape, dtype = runner.input(k)
    inputs.append(np.fromfile(path, dtype).reshape([-1, *shape]))
  for inference in range(len(inputs[0]) if inputs else 1):
    runner.run([values[inference] for values in inputs])
  for k, output in enumerate(runner.outputs()):
    np.ascontiguousarray(output).tofile(folder / f"{name}.out{k}")


def main(engine, folder, count):
  folder = pathlib.Path(folder)
  engine = {"tflm": Tflm, "litert": LiteRt}[engine]
  for name in range(int(count)):
    try:
      run(engine, folder, name)
    except Exception as error:  # whatever it refuses with
      (folder / f"{name}.error").write_text(str(error))


if __name__ == "__main__":
  main(*sys.argv[1:])
