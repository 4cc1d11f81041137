// Functions of one value.
#include "test/differential/operator_models.h"

namespace mote::test {
namespace {

struct Row {
  OperatorCode code;
  std::vector<Type> types;
  double low = -4, high = 4;  // of real inputs
};

const std::vector<Row>& rows() {
  constexpr Type kReal = Type::kFloat32, kByte = Type::kInt8,
                 kShort = Type::kInt16;
  static const std::vector<Row> table = {
      {OperatorCode::kAbs, {kReal, kByte, kShort}},
      {OperatorCode::kCeil, {kReal}},
      {OperatorCode::kCos, {kReal}, -40, 40},
      {OperatorCode::kElu, {kReal, kByte}},
      {OperatorCode::kExp, {kReal}, -20, 8},
      {OperatorCode::kFloor, {kReal}},
      {OperatorCode::kHardSwish, {kReal, kByte}, -6, 6},
      {OperatorCode::kLeakyRelu, {kReal, kByte, kShort}},
      {OperatorCode::kLog, {kReal}, 1e-3, 100},
      {OperatorCode::kLogistic, {kReal, kByte, kShort}, -9, 9},
      {OperatorCode::kNeg, {kReal}},
      {OperatorCode::kRelu, {kReal, kByte, kShort}},
      {OperatorCode::kRelu6, {kReal, kByte, kShort}, -2, 9},
      {OperatorCode::kRound, {kReal}},
      {OperatorCode::kRsqrt, {kReal, kByte}, 1e-2, 50},
      {OperatorCode::kSin, {kReal}, -40, 40},
      {OperatorCode::kSqrt, {kReal}, 0, 100},
      {OperatorCode::kSquare, {kReal}},
      {OperatorCode::kTanh, {kReal, kByte, kShort}},
  };
  return table;
}

// Scales and zero points that the operator demands.
void demand(OperatorBuilder& b, OperatorCode code, Type type) {
  Quantization& in = b.tensor(0).quantization;
  Quantization& out = b.tensor(1).quantization;
  const bool sigmoid = code == OperatorCode::kLogistic;
  if (sigmoid || code == OperatorCode::kTanh) {
    if (type == Type::kInt8) {
      out = sigmoid ? Quantization{{1.0f / 256}, {-128}, 0}
                    : Quantization{{1.0f / 128}, {0}, 0};
    } else {
      // A power of two, or not.
      if (b.next(0, 1) == 0) in.scale = {1.0f / 4096};
      if (b.next(0, 3) == 0) in.scale = {1.0f / 2048};
      out = {{1.0f / 32768}, {0}, 0};
    }
  } else if (code == OperatorCode::kRelu6 && type == Type::kInt8) {
    in.zero_point = {b.next(-128, -20)};
    in.scale = {0.06f + b.scale()};
    out = in;
    if (b.next(0, 1) == 0) out.scale[0] *= 1.5f;
  } else if (code == OperatorCode::kHardSwish) {
    if (b.next(0, 3) == 0) in.scale[0] *= 10;
  } else if (code == OperatorCode::kRsqrt) {
    in.zero_point = {-128};
  }
}

}  // namespace

void add_unary_models(Random& random, OperatorModels& models) {
  for (const Row& row : rows()) {
    for (const Type type : row.types) {
      OperatorBuilder b(row.code, random);
      const std::vector<int> shape = random_shape(random, 3, 9);
      b.input(type, shape).output(type, shape);
      b.options().alpha = 0.01f * static_cast<float>(b.next(-50, 150));
      if (type != Type::kFloat32) demand(b, row.code, type);
      models.push_back(b.finish(row.low, row.high));
    }
  }
  OperatorBuilder b(OperatorCode::kLogicalNot, random);
  b.input(Type::kBool, {7}).output(Type::kBool, {7});
  models.push_back(b.finish());
}

}  // namespace mote::test
