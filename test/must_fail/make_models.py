"""Writes the models of this folder: each a small one with one thing wrong.

usage: make_models.py FOLDER        (needs the PyPI package tensorflow)

must_fail_test.cc compares what mote says of NAME.tflite with NAME.txt.
"""

import pathlib
import struct
import sys

import flatbuffers
import numpy as np
from tensorflow.lite.python import schema_py_generated as schema

INT8, INT32, RESOURCE = 9, 2, 13
IF, WHILE = 118, 119
BOOL = 6
ADD, CONV_2D, CUSTOM = 0, 3, 32
SPACE_TO_DEPTH, GATHER, SPACE_TO_BATCH, TRANSPOSE_CONV = 26, 36, 38, 67
EQUAL, REDUCE_MAX, MIRROR_PAD = 71, 82, 100
REVERSE_V2, SELECT_V2, BATCH_MATMUL = 105, 123, 126
HASHTABLE, VAR_HANDLE, READ_VARIABLE = 136, 142, 143


def tensor(name, shape, kind=INT8, scale=0.1, zero_point=0, buffer=0):
  t = schema.TensorT()
  t.name, t.shape, t.type, t.buffer = name, shape, kind, buffer
  if scale is not None:
    t.quantization = schema.QuantizationParametersT()
    t.quantization.scale = [scale]
    t.quantization.zeroPoint = [zero_point]
  return t


def operator(code, inputs, outputs, kind=0, options=None):
  op = schema.OperatorT()
  op.opcodeIndex, op.inputs, op.outputs = code, inputs, outputs
  op.builtinOptionsType, op.builtinOptions = kind, options
  return op


def add(inputs, outputs):
  return operator(0, inputs, outputs, schema.BuiltinOptions.AddOptions,
                  schema.AddOptionsT())


class Model:
  """An addition of the inputs 'a' and 'b' that makes 'sum'."""

  def __init__(self):
    self.codes = [(ADD, None)]
    self.buffers = [b""]
    self.tensors = [tensor(n, [1, 4]) for n in ("a", "b", "sum")]
    self.operators = [add([0, 1], [2])]
    self.inputs, self.outputs = [0, 1], [2]
    self.subgraphs = []

  def graph(self):
    graph = schema.SubGraphT()
    graph.name = "main"
    graph.tensors, graph.operators = self.tensors, self.operators
    graph.inputs, graph.outputs = self.inputs, self.outputs
    return graph

  def pack(self):
    model = schema.ModelT()
    model.version = 3
    model.subgraphs = [self.graph()] + [m.graph() for m in self.subgraphs]
    model.operatorCodes = []
    for code, custom in self.codes:
      c = schema.OperatorCodeT()
      c.builtinCode, c.deprecatedBuiltinCode = code, min(code, 127)
      c.customCode, c.version = custom, 1
      model.operatorCodes.append(c)
    model.buffers = []
    for data in self.buffers:
      b = schema.BufferT()
      b.data = list(data) or None
      model.buffers.append(b)
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def models():
  m = Model()
  packed = m.pack()
  yield "cut", packed[:len(packed) // 2]
  yield "not_a_model", b"\x89PNG\r\n\x1a\n" + bytes(64)

  m = Model()
  m.tensors += [tensor("x", [1, 4]), tensor("y", [1, 4])]
  m.operators = [add([0, 4], [3]), add([1, 3], [4]), add([3, 4], [2])]
  yield "cyclic_graph", m.pack()

  for name, shape in (("shape_overflow", [65536, 65536]),
                      ("negative_dimension", [1, -4])):
    m = Model()
    m.tensors[1].shape = shape
    yield name, m.pack()

  for name, scale in (("scale_zero", 0.0), ("scale_negative", -0.5),
                      ("scale_nan", float("nan")),
                      ("scale_infinite", float("inf"))):
    m = Model()
    m.tensors[1].quantization.scale = [scale]
    yield name, m.pack()

  m = Model()
  m.tensors[2].quantization.zeroPoint = [300]
  yield "zero_point_out_of_range", m.pack()

  m = Model()
  m.operators.append(add([1, 0], [2]))
  yield "tensor_made_twice", m.pack()

  m = Model()
  m.outputs = [0]
  yield "output_is_input", m.pack()

  m = Model()  # 'sum' shares the memory of the constant 'b'
  m.buffers.append(struct.pack("4b", 1, 2, 3, 4))
  m.tensors[1].buffer = m.tensors[2].buffer = 1
  m.inputs = [0]
  yield "constant_is_written", m.pack()

  m = Model()
  m.buffers.append(struct.pack("3b", 1, 2, 3))
  m.tensors[1].buffer, m.inputs = 1, [0]
  yield "data_too_short", m.pack()

  m = Model()
  m.operators[0].inputs = [0, 7]
  yield "tensor_does_not_exist", m.pack()

  m = Model()
  m.tensors[1].shape = [1, 3]
  yield "shapes_do_not_fit", m.pack()

  m = Model()
  m.codes = [(HASHTABLE, None)]
  m.operators = [operator(0, [0, 1], [2])]
  yield "unknown_operator", m.pack()

  m = Model()
  m.codes = [(CUSTOM, "FooBar")]
  m.operators = [operator(0, [0, 1], [2])]
  yield "unknown_custom_operator", m.pack()

  m = Model()
  for t in m.tensors:
    t.type = 11  # COMPLEX128
  yield "unknown_type", m.pack()

  m = Model()
  m.codes = [(VAR_HANDLE, None), (READ_VARIABLE, None)]
  m.tensors.append(tensor("handle", [], RESOURCE, None))
  handle = schema.VarHandleOptionsT()
  handle.sharedName, handle.container = "state", ""
  m.operators = [
      operator(0, [], [3], schema.BuiltinOptions.VarHandleOptions, handle),
      operator(1, [3], [2])
  ]
  yield "variable_never_filled", m.pack()

  m = Model()
  m.codes = [(CONV_2D, None)]
  m.tensors = [
      tensor("image", [1, 3, 3, 2]),
      tensor("weights", [4, 1, 1, 2]),
      tensor("sum", [1, 3, 3, 4])
  ]
  options = schema.Conv2DOptionsT()
  options.strideH = options.strideW = 1
  options.dilationHFactor = options.dilationWFactor = 1
  m.operators = [
      operator(0, [0, 1], [2], schema.BuiltinOptions.Conv2DOptions, options)
  ]
  yield "weights_are_computed", m.pack()

  yield from operator_models()


def operator_models():
  """One bad parameter a family of operators."""
  block = schema.SpaceToDepthOptionsT()
  block.blockSize = 3
  yield "blocks_do_not_fit", one(
      SPACE_TO_DEPTH, [tensor("image", [1, 4, 4, 1])],
      tensor("sum", [1, 2, 2, 4]), schema.BuiltinOptions.SpaceToDepthOptions,
      block)

  yield "axis_does_not_exist", one(
      REVERSE_V2, [tensor("a", [1, 4]), words("axis", [5])],
      tensor("sum", [1, 4]))

  gather = schema.GatherOptionsT()
  gather.axis = 1
  yield "index_does_not_exist", one(
      GATHER, [tensor("a", [1, 4]), words("indices", [0, 9])],
      tensor("sum", [1, 2]), schema.BuiltinOptions.GatherOptions, gather)

  mirror = schema.MirrorPadOptionsT()
  yield "mirror_too_wide", one(
      MIRROR_PAD, [tensor("a", [4]), words("border", [9, 0], [1, 2])],
      tensor("sum", [13]), schema.BuiltinOptions.MirrorPadOptions, mirror)

  yield "compared_types_differ", one(
      EQUAL, [tensor("a", [4]), tensor("b", [4], INT32, None)],
      tensor("sum", [4], BOOL, None))

  yield "condition_is_not_bool", one(
      SELECT_V2, [tensor(n, [4]) for n in ("condition", "a", "b")],
      tensor("sum", [4]))

  product = schema.BatchMatMulOptionsT()
  yield "matrices_do_not_fit", one(
      BATCH_MATMUL, [tensor("a", [2, 3]), tensor("b", [4, 2])],
      tensor("sum", [2, 2]), schema.BuiltinOptions.BatchMatMulOptions, product)

  transposed = schema.TransposeConvOptionsT()
  transposed.strideH = transposed.strideW = 2
  yield "transposed_weights_do_not_fit", one(
      TRANSPOSE_CONV, [
          words("shape", [1, 4, 4, 2]),
          filled("weights", [2, 2, 2, 3]),
          tensor("image", [1, 2, 2, 1])
      ], tensor("sum", [1, 4, 4, 2]),
      schema.BuiltinOptions.TransposeConvOptions, transposed)

  yield "border_does_not_fit_its_blocks", one(
      SPACE_TO_BATCH, [
          tensor("image", [1, 3, 3, 1]),
          words("blocks", [2, 2]),
          words("border", [0, 0, 0, 0], [2, 2])
      ], tensor("sum", [4, 2, 2, 1]))

  extreme = schema.ReducerOptionsT()
  yield "extreme_changes_its_scale", one(
      REDUCE_MAX, [tensor("a", [1, 4]), words("axis", [1])],
      tensor("sum", [1], scale=0.2), schema.BuiltinOptions.ReducerOptions,
      extreme)

  m = branches()
  m.subgraphs[1].tensors = [tensor(n, [1, 5]) for n in ("a", "b", "sum")]
  yield "branch_takes_another_size", m.pack()

  m = branches()
  m.tensors[0].shape = [2]
  yield "condition_is_not_one_bool", m.pack()

  m = branches()
  m.operators[0].builtinOptions.elseSubgraphIndex = 3
  yield "subgraph_does_not_exist", m.pack()

  m = branches()
  loop = schema.WhileOptionsT()
  loop.condSubgraphIndex = loop.bodySubgraphIndex = 2
  m.subgraphs[1].operators = [
      operator(2, [0, 1], [2, 3], schema.BuiltinOptions.WhileOptions, loop)
  ]
  m.subgraphs[1].tensors.append(tensor("more", [1, 4]))
  m.codes.append((WHILE, None))
  yield "subgraph_calls_itself", m.pack()


def branches():
  """An IF whose branches are additions."""
  m = Model()
  m.tensors = [tensor("condition", [1], BOOL, None)] + m.tensors
  options = schema.IfOptionsT()
  options.thenSubgraphIndex, options.elseSubgraphIndex = 1, 2
  m.codes.append((IF, None))
  m.operators = [
      operator(1, [0, 1, 2], [3], schema.BuiltinOptions.IfOptions, options)
  ]
  m.inputs, m.outputs = [0, 1, 2], [3]
  m.subgraphs = [Model(), Model()]
  return m


def words(name, values, shape=None):
  t = tensor(name, shape or [len(values)], INT32, None)
  t.data = struct.pack(f"{len(values)}i", *values)
  return t


def filled(name, shape):
  t = tensor(name, shape)
  t.data = bytes(int(np.prod(shape)))
  return t


def one(code, inputs, output, kind=0, options=None):
  """A model of one operator; inputs with `data` are constants."""
  m = Model()
  m.codes = [(code, None)]
  m.tensors = inputs + [output]
  for t in inputs:
    if hasattr(t, "data"):
      m.buffers.append(t.data)
      t.buffer = len(m.buffers) - 1
  places = range(len(inputs))
  m.operators = [operator(0, list(places), [len(inputs)], kind, options)]
  m.inputs = [i for i in places if inputs[i].buffer == 0]
  m.outputs = [len(inputs)]
  return m.pack()


def main(folder):
  for name, data in models():
    (pathlib.Path(folder) / f"{name}.tflite").write_bytes(data)


if __name__ == "__main__":
  main(*sys.argv[1:])
