"""Runs a .tflite in the real TFLM or LiteRT and keeps tensors.

usage: run_model.py tflm|litert MODEL INPUTS OUT TENSOR...

INPUTS holds any number of inputs, one after the other, as the model's input
tensor has them in memory. For each TENSOR (an index) OUT/TENSOR.bin receives
its values after each input.
"""

import sys

import numpy as np


class Tflm:

  def __init__(self, model):
    from tflite_micro.python.tflite_micro import runtime
    self.interpreter = runtime.Interpreter.from_bytes(
        model, arena_size=4 << 20,
        intrepreter_config=runtime.InterpreterConfig.kPreserveAllTensors)
    details = self.interpreter.get_input_details(0)
    self.shape, self.dtype = details["shape"], details["dtype"]

  def run(self, values):
    self.interpreter.set_input(values, 0)
    self.interpreter.invoke()

  def tensor(self, index):
    return self.interpreter.GetTensor(index, 0)["tensor_data"]


class LiteRt:

  def __init__(self, model):
    from ai_edge_litert.interpreter import Interpreter, OpResolverType
    self.interpreter = Interpreter(
        model_content=model, experimental_preserve_all_tensors=True,
        experimental_op_resolver_type=OpResolverType
        .BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    self.interpreter.allocate_tensors()
    details = self.interpreter.get_input_details()[0]
    self.shape, self.dtype = details["shape"], details["dtype"]
    self.input = details["index"]

  def run(self, values):
    self.interpreter.set_tensor(self.input, values)
    self.interpreter.invoke()

  def tensor(self, index):
    return self.interpreter.get_tensor(index)


def main(engine, model_path, inputs_path, out, *tensors):
  with open(model_path, "rb") as file:
    model = file.read()
  runner = {"tflm": Tflm, "litert": LiteRt}[engine](model)
  inputs = np.fromfile(inputs_path, runner.dtype).reshape(-1, *runner.shape)
  files = {int(t): open(f"{out}/{t}.bin", "wb") for t in tensors}
  for values in inputs:
    runner.run(values)
    for index, file in files.items():
      file.write(np.ascontiguousarray(runner.tensor(index)).tobytes())
  for file in files.values():
    file.close()


if __name__ == "__main__":
  main(*sys.argv[1:])
