// Functions of two values that meet by broadcasting, and choices.
#include "test/differential/operator_models.h"

namespace mote::test {
namespace {

struct Row {
  OperatorCode code;
  std::vector<Type> types;
  bool truth = false;  // the output is bool
  double low = -4, high = 4;
};

const std::vector<Row>& rows() {
  constexpr Type kReal = Type::kFloat32, kByte = Type::kInt8,
                 kShort = Type::kInt16, kWord = Type::kInt32,
                 kLong = Type::kInt64, kBit = Type::kBool;
  static const std::vector<Row> table = {
      {OperatorCode::kAdd, {kReal, kByte, kShort, kWord}},
      {OperatorCode::kDiv, {kReal}, false, 1, 9},
      {OperatorCode::kEqual, {kReal, kByte, kWord, kLong, kBit}, true},
      {OperatorCode::kFloorDiv, {kReal}, false, 0.1, 9},
      {OperatorCode::kFloorMod, {kReal}, false, -9, 9},
      {OperatorCode::kGreater, {kReal, kByte, kWord, kLong}, true},
      {OperatorCode::kGreaterEqual, {kReal, kByte, kWord, kLong}, true},
      {OperatorCode::kLess, {kReal, kByte, kWord, kLong}, true},
      {OperatorCode::kLessEqual, {kReal, kByte, kWord, kLong}, true},
      {OperatorCode::kLogicalAnd, {kBit}, true},
      {OperatorCode::kLogicalOr, {kBit}, true},
      {OperatorCode::kMaximum, {kReal, kByte, kShort, kWord, kLong}},
      {OperatorCode::kMinimum, {kReal, kByte, kShort, kWord, kLong}},
      {OperatorCode::kMul, {kReal, kByte, kShort, kWord}},
      {OperatorCode::kNotEqual, {kReal, kByte, kWord, kLong, kBit}, true},
      {OperatorCode::kSquaredDifference, {kReal, kByte, kShort, kWord}},
      {OperatorCode::kSub, {kReal, kByte, kShort, kWord}},
  };
  return table;
}

// Shapes of two inputs that give `output`.
struct Pair {
  std::vector<int> first, second, output;
};

Pair random_pair(Random& random) {
  Pair pair;
  pair.output = random_shape(random, 1 + random() % 4);
  pair.first = pair.second = pair.output;
  for (size_t d = 0; d < pair.output.size(); ++d) {
    if (random() % 4 == 0) (random() % 2 ? pair.first : pair.second)[d] = 1;
  }
  return pair;
}

void add_slopes(Random& random, OperatorModels& models) {
  for (const Type type : {Type::kFloat32, Type::kInt8, Type::kInt16}) {
    OperatorBuilder b(OperatorCode::kPrelu, random);
    const std::vector<int> shape = random_shape(random, 3);
    b.input(type, shape);
    b.constant(type == Type::kInt16 ? Type::kInt8 : type, {1, 1, shape[2]});
    b.output(type, shape);
    models.push_back(b.finish());
  }
}

// A quotient by zero is nobody's.
void add_quotient(Random& random, OperatorModels& models) {
  OperatorBuilder b(OperatorCode::kDiv, random);
  constexpr uint8_t kZeroPoint = 0x80;  // -128
  b.input(Type::kInt8, {4, 9}).constant(Type::kInt8, {4, 9}, 0.01f, -128);
  for (uint8_t& divisor : b.last().data) {
    if (divisor == kZeroPoint) divisor = 1;
  }
  b.output(Type::kInt8, {4, 9});
  models.push_back(b.finish());
}

void add_sums(Random& random, OperatorModels& models) {
  for (const Type type : {Type::kFloat32, Type::kInt8}) {
    OperatorBuilder b(OperatorCode::kAddN, random);
    const std::vector<int> shape = random_shape(random, 2);
    const int count = b.next(2, 3);
    for (int i = 0; i < count; ++i) {
      b.input(type, shape);
      b.last().quantization = b.tensor(0).quantization;
    }
    b.output(type, shape);
    models.push_back(b.finish());
  }
}

void add_select(Random& random, OperatorModels& models) {
  for (const Type type : {Type::kFloat32, Type::kInt8, Type::kInt16}) {
    OperatorBuilder b(OperatorCode::kSelectV2, random);
    const Pair pair = random_pair(random);
    const std::vector<int> condition = random() % 2 ? pair.output : pair.first;
    b.input(Type::kBool, condition);
    b.input(type, pair.first).input(type, pair.second);
    b.output(type, pair.output);
    OperatorModel model = b.finish();
    model.name += " of " + type_name(type);
    models.push_back(model);
  }
}

}  // namespace

void add_binary_models(Random& random, OperatorModels& models) {
  for (const Row& row : rows()) {
    for (const Type type : row.types) {
      OperatorBuilder b(row.code, random);
      const Pair pair = random_pair(random);
      b.input(type, pair.first).input(type, pair.second);
      b.output(row.truth ? Type::kBool : type, pair.output);
      const bool extreme = row.code == OperatorCode::kMaximum ||
                           row.code == OperatorCode::kMinimum;
      if (extreme) {
        b.like_input();
        b.tensor(1).quantization = b.last().quantization;
      }
      if (row.code == OperatorCode::kSquaredDifference && type == Type::kInt8) {
        b.last().quantization.scale[0] *= 10;
      }
      models.push_back(b.finish(row.low, row.high));
    }
  }
  add_select(random, models);
  add_slopes(random, models);
  add_quotient(random, models);
  add_sums(random, models);
}

}  // namespace mote::test
