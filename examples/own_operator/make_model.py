"""Writes model.tflite: Threshold, a custom operator, and a softmax.

usage: make_model.py FOLDER      (needs the PyPI package tensorflow)
"""

import pathlib
import sys

import flatbuffers
from flatbuffers import flexbuffers
from tensorflow.lite.python import schema_py_generated as schema

INT8 = 9


def tensor(name, scale, zero_point):
  t = schema.TensorT()
  t.name, t.shape, t.type, t.buffer = name, [1, 16], INT8, 0
  t.quantization = schema.QuantizationParametersT()
  t.quantization.scale, t.quantization.zeroPoint = [scale], [zero_point]
  return t


def code(builtin, custom=None):
  c = schema.OperatorCodeT()
  c.builtinCode = c.deprecatedBuiltinCode = builtin
  c.customCode, c.version = custom, 1
  return c


def operator(index, inputs, outputs):
  op = schema.OperatorT()
  op.opcodeIndex, op.inputs, op.outputs = index, inputs, outputs
  return op


def main(folder):
  graph, model = schema.SubGraphT(), schema.ModelT()
  graph.tensors = [tensor("input", 0.1, -10), tensor("large", 0.1, -10),
                   tensor("scores", 1 / 256, -128)]
  threshold, softmax = operator(0, [0], [1]), operator(1, [1], [2])
  threshold.customOptions = list(flexbuffers.Dumps({"limit": 20}))
  softmax.builtinOptionsType = schema.BuiltinOptions.SoftmaxOptions
  softmax.builtinOptions = schema.SoftmaxOptionsT()
  softmax.builtinOptions.beta = 1.0
  graph.name, graph.operators = "main", [threshold, softmax]
  graph.inputs, graph.outputs = [0], [2]
  model.version, model.subgraphs = 3, [graph]
  model.operatorCodes = [
      code(schema.BuiltinOperator.CUSTOM, "Threshold"),
      code(schema.BuiltinOperator.SOFTMAX)]
  model.buffers = [schema.BufferT()]
  builder = flatbuffers.Builder(1024)
  builder.Finish(model.Pack(builder), b"TFL3")
  (pathlib.Path(folder) / "model.tflite").write_bytes(builder.Output())


if __name__ == "__main__":
  main(*sys.argv[1:])
