"""Writes models of the signal library's operators that keep samples.

usage: make_signal_models.py FOLDER      (needs the PyPI package tensorflow)
"""

import pathlib
import sys

import flatbuffers
from flatbuffers import flexbuffers
from tensorflow.lite.python import schema_py_generated as schema

INT16, BOOL, CUSTOM = 7, 6, 32


def tensor(name, shape, kind=INT16):
  t = schema.TensorT()
  t.name, t.shape, t.type, t.buffer = name, shape, kind, 0
  return t


def pack(tensors, operators, outputs):
  """operators: (name, options, inputs, outputs) each."""
  graph = schema.SubGraphT()
  graph.name, graph.tensors = "main", tensors
  graph.inputs, graph.outputs, graph.operators = [0], outputs, []
  model = schema.ModelT()
  model.version, model.subgraphs, model.operatorCodes = 3, [graph], []
  for index, (name, options, inputs, made) in enumerate(operators):
    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = CUSTOM
    code.customCode, code.version = name, 1
    model.operatorCodes.append(code)
    op = schema.OperatorT()
    op.opcodeIndex, op.inputs, op.outputs = index, inputs, made
    op.customOptions = list(flexbuffers.Dumps(options))
    graph.operators.append(op)
  model.buffers = [schema.BufferT()]
  builder = flatbuffers.Builder(1024)
  builder.Finish(model.Pack(builder), b"TFL3")
  return bytes(builder.Output())


def models():
  yield "signal_delay", pack(
      [tensor("input", [2, 6]), tensor("late", [2, 6])],
      [("SignalDelay", {"delay_length": 8}, [0], [1])], [1])
  yield "signal_frames", pack([
      tensor("input", [1, 12]),
      tensor("frames", [1, 3, 10]),
      tensor("valid", [], BOOL),
      tensor("sums", [1, 12])
  ], [
      ("SignalFramer", {
          "frame_size": 10,
          "frame_step": 4,
          "prefill": True
      }, [0], [1, 2]),
      ("SignalOverlapAdd", {
          "T": INT16,
          "frame_step": 4
      }, [1], [3]),
  ], [3])
  yield "signal_stacker", pack([
      tensor("input", [5]),
      tensor("rows", [20]),
      tensor("valid", [], BOOL)
  ], [("SignalStacker", {
      "num_channels": 5,
      "stacker_left_context": 2,
      "stacker_right_context": 1,
      "stacker_step": 2
  }, [0], [1, 2])], [1])


def main(folder):
  for name, data in models():
    (pathlib.Path(folder) / f"{name}.tflite").write_bytes(data)


if __name__ == "__main__":
  main(*sys.argv[1:])
