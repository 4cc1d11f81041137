"""Writes a model with weights of 4 bits, two a byte.

usage: make_int4_model.py FOLDER         (needs the PyPI package tensorflow)
"""

import pathlib
import sys

import flatbuffers
import numpy as np
from tensorflow.lite.python import schema_py_generated as schema

INT8, INT4, INT32 = 9, 17, 2
CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, RESHAPE = 3, 4, 9, 22


class Network:

  def __init__(self, shape):
    self.random = np.random.default_rng(4)
    self.tensors, self.buffers, self.operators = [], [b""], []
    self.codes = []
    self.last = self.tensor("input", shape, INT8, 0.05, -3)

  def tensor(self, name, shape, kind, scale, zero_point=0, data=b""):
    t = schema.TensorT()
    t.name, t.shape, t.type, t.buffer = name, shape, kind, 0
    t.quantization = schema.QuantizationParametersT()
    t.quantization.scale = list(np.atleast_1d(np.float32(scale)))
    t.quantization.zeroPoint = [zero_point] * len(t.quantization.scale)
    if data:
      self.buffers.append(data)
      t.buffer = len(self.buffers) - 1
    self.tensors.append(t)
    return len(self.tensors) - 1

  def weights(self, name, shape, scale, axis=0):
    values = self.random.integers(-7, 8, int(np.prod(shape))) & 15
    if values.size % 2:
      values = np.append(values, 0)
    data = (values[0::2] | values[1::2] << 4).astype(np.uint8).tobytes()
    index = self.tensor(name, shape, INT4, scale, 0, data)
    self.tensors[index].quantization.quantizedDimension = axis
    return index

  def layer(self, code, name, shape, scale, options, weights=None, count=0):
    inputs = [self.last]
    if weights is not None:
      bias = self.random.integers(-300, 300, count).astype(np.int32)
      inputs += [weights,
                 self.tensor(name + "_bias", [count], INT32, 1e-3, 0,
                             bias.tobytes())]
    output = self.tensor(name, shape, INT8, scale, 5)
    op = schema.OperatorT()
    op.opcodeIndex, op.inputs, op.outputs = len(self.codes), inputs, [output]
    if options is not None:
      kind = type(options).__name__[:-1]
      op.builtinOptionsType = getattr(schema.BuiltinOptions, kind)
      op.builtinOptions = options
    self.codes.append(code)
    self.operators.append(op)
    self.last = output

  def pack(self):
    graph = schema.SubGraphT()
    graph.name, graph.tensors = "main", self.tensors
    graph.operators = self.operators
    graph.inputs, graph.outputs = [0], [self.last]
    model = schema.ModelT()
    model.version, model.subgraphs, model.operatorCodes = 3, [graph], []
    for number in self.codes:
      code = schema.OperatorCodeT()
      code.builtinCode = code.deprecatedBuiltinCode = number
      code.version = 7
      model.operatorCodes.append(code)
    model.buffers = []
    for data in self.buffers:
      buffer = schema.BufferT()
      buffer.data = list(data) or None
      model.buffers.append(buffer)
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def window(options, stride):
  options.padding, options.strideH, options.strideW = 0, stride, stride
  options.dilationHFactor = options.dilationWFactor = 1
  return options


def main(folder):
  n = Network([1, 7, 6, 3])
  n.layer(CONV_2D, "conv", [1, 4, 3, 5], 0.06,
          window(schema.Conv2DOptionsT(), 2),
          n.weights("filter", [5, 3, 3, 3], [0.02, 0.03, 0.01, 0.02, 0.04]), 5)
  depthwise = window(schema.DepthwiseConv2DOptionsT(), 1)
  depthwise.depthMultiplier = 1
  n.layer(DEPTHWISE_CONV_2D, "depthwise", [1, 4, 3, 5], 0.05, depthwise,
          n.weights("filters", [1, 3, 3, 5], [0.05, 0.04, 0.06, 0.05, 0.03], 3),
          5)
  reshape = schema.ReshapeOptionsT()
  reshape.newShape = [1, 60]
  n.layer(RESHAPE, "flat", [1, 60], 0.05, reshape)
  n.layer(FULLY_CONNECTED, "scores", [1, 4], 0.1,
          schema.FullyConnectedOptionsT(), n.weights("matrix", [4, 60], 0.02),
          4)
  n.tensors[-2].quantization.scale = [0.05 * 0.02]
  (pathlib.Path(folder) / "int4_weights.tflite").write_bytes(n.pack())


if __name__ == "__main__":
  main(*sys.argv[1:])
