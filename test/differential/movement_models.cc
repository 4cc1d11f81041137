// Operators that move values.
#include <algorithm>

#include "test/differential/operator_models.h"

namespace mote::test {
namespace {

constexpr Type kReal = Type::kFloat32, kByte = Type::kInt8,
               kShort = Type::kInt16, kWord = Type::kInt32;

void add_blocks(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte}) {
    for (const bool deep : {true, false}) {
      OperatorBuilder b(
          deep ? OperatorCode::kSpaceToDepth : OperatorCode::kDepthToSpace,
          random);
      const int block = b.next(1, 3);
      std::vector<int> wide = random_shape(random, 4, 4);
      wide[1] *= block;
      wide[2] *= block;
      const std::vector<int> narrow = {
          wide[0], wide[1] / block, wide[2] / block, wide[3] * block * block};
      b.input(type, deep ? wide : narrow).output(type, deep ? narrow : wide);
      b.like_input().options().block_size = block;
      models.push_back(b.finish());
    }
  }
}

// A wide image, cut or framed, and its batches.
void add_batches(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte}) {
    for (const bool to_batch : {true, false}) {
      OperatorBuilder b(to_batch ? OperatorCode::kSpaceToBatchNd
                                 : OperatorCode::kBatchToSpaceNd,
                        random);
      const size_t spatial = b.next(0, 3) == 0 ? 1 : 2;
      std::vector<int> batch = random_shape(random, spatial + 2, 3);
      std::vector<int> wide = batch;
      std::vector<int32_t> block, border;
      for (size_t d = 0; d < spatial; ++d) {
        block.push_back(b.next(1, 3));
        batch[0] *= block[d];
        batch[d + 1] = b.next(2, 4);
        // TensorFlow Lite Micro fills borders of batches with whatever lies
        // in its memory; BorderedBatches compares them with LiteRT.
        border.push_back(to_batch ? 0 : b.next(0, 2));
        border.push_back(to_batch ? 0 : b.next(0, 1));
        wide[d + 1] = batch[d + 1] * block[d];
        if (wide[d + 1] <= border[2 * d] + border[2 * d + 1]) {
          border[2 * d] = border[2 * d + 1] = 0;
        }
        wide[d + 1] -= border[2 * d] + border[2 * d + 1];
      }
      b.input(type, to_batch ? wide : batch).constant(block).constant(border);
      b.last().shape = {static_cast<int>(spatial), 2};
      b.output(type, to_batch ? batch : wide).like_input();
      models.push_back(b.finish());
    }
  }
}

void add_pads(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte, kShort, kWord}) {
    for (const OperatorCode code :
         {OperatorCode::kPad, OperatorCode::kPadV2, OperatorCode::kMirrorPad}) {
      const bool mirror = code == OperatorCode::kMirrorPad;
      if (mirror && type != kReal && type != kByte) continue;
      OperatorBuilder b(code, random);
      const std::vector<int> from = random_shape(random, 1 + random() % 4, 5);
      std::vector<int> to = from;
      std::vector<int32_t> border;
      const bool edge = b.next(0, 1) == 1;
      for (int& size : to) {
        const int most = mirror ? size - (edge ? 0 : 1) : 2;
        for (int side = 0; side < 2; ++side) {
          border.push_back(b.next(0, std::min(most, 2)));
        }
        size += border.back() + border[border.size() - 2];
      }
      b.input(type, from).constant(border);
      b.last().shape = {static_cast<int>(from.size()), 2};
      if (code == OperatorCode::kPadV2) {
        b.constant(type, {});
        b.last().quantization = b.tensor(0).quantization;
      }
      b.output(type, to).like_input().options().repeats_edge = edge;
      models.push_back(b.finish());
    }
  }
}

void add_resizes(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte, kShort}) {
    OperatorBuilder b(OperatorCode::kResizeNearestNeighbor, random);
    const std::vector<int> from = random_shape(random, 4, 5);
    std::vector<int> to = from;
    to[1] = b.next(1, 9);
    to[2] = b.next(1, 9);
    b.input(type, from).constant({to[1], to[2]});
    b.output(type, to).like_input();
    const int way = b.next(0, 2);
    b.options().align_corners = way == 1;
    b.options().half_pixel_centers = way == 2;
    models.push_back(b.finish());
  }
}

void add_repeats(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte, kWord}) {
    OperatorBuilder b(OperatorCode::kBroadcastTo, random);
    const std::vector<int> to = random_shape(random, 3);
    std::vector<int> from = to;
    if (b.next(0, 1) == 1) from[0] = 1;
    if (b.next(0, 1) == 1) from[2] = 1;
    if (from[0] == 1 && b.next(0, 1) == 1) from.erase(from.begin());
    b.input(type, from).constant({to.begin(), to.end()});
    b.output(type, to).like_input();
    models.push_back(b.finish());

    OperatorBuilder reverse(OperatorCode::kReverseV2, random);
    reverse.input(type, to).constant({reverse.next(0, 2)});
    reverse.output(type, to).like_input();
    models.push_back(reverse.finish());

    OperatorBuilder fill(OperatorCode::kFill, random);
    fill.constant({to.begin(), to.end()}).input(type, {});
    fill.output(type, to);
    fill.last().quantization = fill.tensor(1).quantization;
    models.push_back(fill.finish());

    OperatorBuilder zeros(OperatorCode::kZerosLike, random);
    zeros.input(type, to).output(type, to).like_input();
    models.push_back(zeros.finish());
  }
}

void add_gathers(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte}) {
    for (const bool fixed : {true, false}) {
      OperatorBuilder b(OperatorCode::kGather, random);
      const std::vector<int> from = random_shape(random, 3, 5);
      const int axis = b.next(0, 2);
      const int count = b.next(1, 4);
      b.input(type, from);
      if (fixed) {
        std::vector<int32_t> indices;
        for (int i = 0; i < count; ++i) {
          indices.push_back(b.next(0, from[static_cast<size_t>(axis)] - 1));
        }
        b.constant(indices);
      } else {
        b.input(kWord, {count});
      }
      std::vector<int> to = from;
      to[static_cast<size_t>(axis)] = count;
      b.output(type, to).like_input().options().axis = axis;
      // Indices that exist, and small real values.
      models.push_back(b.finish(0, from[static_cast<size_t>(axis)] - 1));
    }
  }
}

}  // namespace

void add_movement_models(Random& random, OperatorModels& models) {
  add_blocks(random, models);
  add_batches(random, models);
  add_pads(random, models);
  add_resizes(random, models);
  add_repeats(random, models);
  add_gathers(random, models);
}

}  // namespace mote::test
