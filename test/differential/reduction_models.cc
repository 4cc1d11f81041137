// Sums, means and extremes along some dimensions.
#include <set>

#include "test/differential/operator_models.h"

namespace mote::test {
namespace {

struct Row {
  OperatorCode code;
  std::vector<Type> types;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table = {
      {OperatorCode::kMean, {Type::kFloat32, Type::kInt8, Type::kInt16}},
      {OperatorCode::kReduceAll, {Type::kBool}},
      {OperatorCode::kReduceMax, {Type::kFloat32, Type::kInt8}},
      {OperatorCode::kReduceMin, {Type::kFloat32, Type::kInt8}},
      {OperatorCode::kSum, {Type::kFloat32, Type::kInt8, Type::kInt16}},
  };
  return table;
}

}  // namespace

void add_reduction_models(Random& random, OperatorModels& models) {
  for (const Row& row : rows()) {
    for (const Type type : row.types) {
      OperatorBuilder b(row.code, random);
      const std::vector<int> from = random_shape(random, 1 + random() % 4);
      const int rank = static_cast<int>(from.size());
      std::set<int> axes = {b.next(0, rank - 1)};
      if (b.next(0, 1) == 1) axes.insert(b.next(0, rank - 1));
      const bool keep = b.next(0, 1) == 1;
      std::vector<int> to;
      for (int d = 0; d < rank; ++d) {
        if (axes.count(d) == 0) to.push_back(from[static_cast<size_t>(d)]);
        if (axes.count(d) != 0 && keep) to.push_back(1);
      }
      b.input(type, from).constant({axes.begin(), axes.end()}).output(type, to);
      const bool extreme = row.code == OperatorCode::kReduceMax ||
                           row.code == OperatorCode::kReduceMin;
      if (extreme) b.like_input();
      b.options().keep_dims = keep;
      models.push_back(b.finish());
    }
  }
}

}  // namespace mote::test
