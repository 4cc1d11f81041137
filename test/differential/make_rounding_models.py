"""Writes a model whose layers meet many ties, to tell roundings apart.

usage: make_rounding_models.py FOLDER      (needs the PyPI package tensorflow)

All scales are powers of two; sizes leave values beside whole vectors.
"""

import pathlib
import sys

import flatbuffers
import numpy as np
from tensorflow.lite.python import schema_py_generated as schema

INT32, INT8 = 2, 9
OPTIONS = schema.BuiltinOptions
CODES = schema.BuiltinOperator


class Network:

  def __init__(self):
    self.tensors, self.operators, self.codes = [], [], []
    self.buffers = [schema.BufferT()]
    self.random = np.random.default_rng(1)

  def tensor(self, shape, scale, zero_point=0, kind=INT8, values=None):
    t = schema.TensorT()
    t.name = f"tensor_{len(self.tensors)}"
    t.shape, t.type, t.buffer = list(shape), kind, 0
    t.quantization = schema.QuantizationParametersT()
    t.quantization.scale, t.quantization.zeroPoint = [scale], [zero_point]
    if values is not None:
      data = schema.BufferT()
      data.data = list(np.ascontiguousarray(values).view(np.uint8).ravel())
      self.buffers.append(data)
      t.buffer = len(self.buffers) - 1
    self.tensors.append(t)
    return len(self.tensors) - 1

  def weights(self, shape):
    values = self.random.integers(-3, 4, shape).astype(np.int8)
    return self.tensor(shape, 0.25, values=values)

  def bias(self, size, scale=0.125):
    values = self.random.integers(-9, 9, size).astype(np.int32)
    return self.tensor([size], scale, kind=INT32, values=values)

  def add(self, code, kind, options, inputs, output):
    op, entry = schema.OperatorT(), schema.OperatorCodeT()
    entry.builtinCode = entry.deprecatedBuiltinCode = code
    entry.version = 3
    op.opcodeIndex, op.inputs, op.outputs = len(self.codes), inputs, [output]
    op.builtinOptionsType, op.builtinOptions = kind, options
    self.codes.append(entry)
    self.operators.append(op)
    return output

  def bytes(self, output):
    graph, model = schema.SubGraphT(), schema.ModelT()
    graph.name, graph.tensors = "main", self.tensors
    graph.inputs, graph.outputs = [0], [output]
    graph.operators = self.operators
    model.version, model.subgraphs = 3, [graph]
    model.operatorCodes, model.buffers = self.codes, self.buffers
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def options(kind, **values):
  result = kind()
  for name, value in values.items():
    setattr(result, name, value)
  return result


def ties():
  n = Network()
  window = {"strideH": 1, "strideW": 1, "dilationHFactor": 1,
            "dilationWFactor": 1}
  x = n.tensor([1, 3, 3, 12], 0.5, -3)
  x = n.add(
      CODES.DEPTHWISE_CONV_2D, OPTIONS.DepthwiseConv2DOptions,
      options(schema.DepthwiseConv2DOptionsT, depthMultiplier=1, **window),
      [x, n.weights([1, 3, 3, 12]), n.bias(12)],
      n.tensor([1, 3, 3, 12], 0.5, 5))
  x = n.add(CODES.CONV_2D, OPTIONS.Conv2DOptions,
            options(schema.Conv2DOptionsT, **window),
            [x, n.weights([35, 1, 1, 12]), n.bias(35)],
            n.tensor([1, 3, 3, 35], 0.5, 2))
  x = n.add(CODES.QUANTIZE, OPTIONS.QuantizeOptions, schema.QuantizeOptionsT(),
            [x], n.tensor([1, 3, 3, 35], 1.0, -1))
  axes = n.tensor([2], 1.0, kind=INT32, values=np.array([1, 2], np.int32))
  x = n.add(CODES.MEAN, OPTIONS.ReducerOptions,
            options(schema.ReducerOptionsT, keepDims=True), [x, axes],
            n.tensor([1, 1, 1, 35], 2.0, 7))
  x = n.add(CODES.FULLY_CONNECTED, OPTIONS.FullyConnectedOptions,
            schema.FullyConnectedOptionsT(),
            [x, n.weights([9, 35]), n.bias(9, 0.5)], n.tensor([1, 9], 2.0))
  return n.bytes(x)


def main(folder):
  (pathlib.Path(folder) / "rounding_ties.tflite").write_bytes(ties())


if __name__ == "__main__":
  main(*sys.argv[1:])
