#include "lib/compiler/image_boxes.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/compiler/refuse.h"

namespace mote {
namespace {

using Numbers = std::vector<int64_t>;

class Reader {
 public:
  Reader(const Model& model, const Operator& op) : model_(model), op_(op) {}

  std::vector<Box> read() const {
    switch (op_.code) {
      case OperatorCode::kBroadcastTo:
        return {repeated(input(0))};
      case OperatorCode::kFill:
        require(input(1).elements() == 1, "its value is not one");
        return {repeated(input(1))};
      case OperatorCode::kReverseV2:
        return {reversed()};
      case OperatorCode::kDepthToSpace:
        return {blocks(input(0).shape, output().shape, false)};
      case OperatorCode::kSpaceToDepth:
        return {blocks(output().shape, input(0).shape, true)};
      default:
        return phases();
    }
  }

 private:
  const Tensor& input(size_t i) const { return model_.tensors[op_.inputs[i]]; }
  const Tensor& output() const { return model_.tensors[op_.outputs[0]]; }

  void require(bool fits, const std::string& otherwise) const {
    if (!fits) refuse_operator(model_, op_, otherwise);
  }

  Numbers constant(size_t i) const {
    const Tensor& tensor = input(i);
    require(tensor.constant(),
            fmt::format("'{}' is computed, not constant", tensor.name));
    const std::vector<int32_t> values = constant_values<int32_t>(tensor);
    return {values.begin(), values.end()};
  }

  Box repeated(const Tensor& from) const {
    const std::vector<int>& to = output().shape;
    require(from.shape.size() <= to.size(), "its shapes do not fit");
    const Numbers strides = strides_of(from.shape);
    Box box{{to.begin(), to.end()}, Numbers(to.size(), 0), strides_of(to)};
    const size_t missing = to.size() - from.shape.size();
    for (size_t d = 0; d < from.shape.size(); ++d) {
      const bool once = from.shape[d] == to[missing + d];
      require(once || from.shape[d] == 1, "its shapes do not fit");
      box.input_strides[missing + d] = once ? strides[d] : 0;
    }
    return box;
  }

  Box reversed() const {
    const std::vector<int>& shape = input(0).shape;
    const int64_t rank = static_cast<int64_t>(shape.size());
    require(output().shape == shape, "its shapes do not fit");
    Box box{{shape.begin(), shape.end()}, strides_of(shape), strides_of(shape)};
    for (const int64_t axis : constant(1)) {
      require(axis >= -rank && axis < rank, "its axis does not exist");
      const size_t d = static_cast<size_t>(axis < 0 ? axis + rank : axis);
      if (box.input_strides[d] < 0) continue;
      box.input_offset += box.input_strides[d] * (shape[d] - 1);
      box.input_strides[d] *= -1;
    }
    return box;
  }

  // {images * height, block, width, block * channels} of both sides: `deep`
  // is the shape with the blocks in its channels.
  Box blocks(const std::vector<int>& deep, const std::vector<int>& wide,
             bool to_deep) const {
    const int64_t b = op_.options.block_size;
    require(deep.size() == 4 && wide.size() == 4 && b >= 1 && b < 1 << 15 &&
                deep[0] == wide[0] && wide[1] == deep[1] * b &&
                wide[2] == deep[2] * b && deep[3] == wide[3] * b * b,
            "its shapes do not fit its blocks");
    const int64_t run = b * wide[3];
    const Numbers in_deep = {int64_t{deep[2]} * deep[3], run, deep[3], 1};
    const Numbers in_wide = {b * wide[2] * wide[3], int64_t{wide[2]} * wide[3],
                             run, 1};
    return {{int64_t{deep[0]} * deep[1], b, deep[2], run},
            to_deep ? in_wide : in_deep,
            to_deep ? in_deep : in_wide};
  }

  // A tensor as {images, height, width, values a place}.
  static Numbers image_of(const std::vector<int>& shape) {
    Numbers image = {shape[0], shape[1], 1, shape.back()};
    if (shape.size() == 4) image[2] = shape[2];
    return image;
  }

  struct Phase {
    int64_t batch_at, wide_at, count;  // the first place of each, how many
  };

  // Places of one dimension of the batches whose wide place, block * place +
  // shift, lies on the image after `border` is cut off.
  static Phase phase(int64_t batch, int64_t wide, int64_t block, int64_t shift,
                     int64_t border) {
    const int64_t first =
        std::max<int64_t>(0, (border - shift + block - 1) / block);
    const int64_t wide_at = first * block + shift - border;
    const int64_t fit =
        wide_at < wide ? (wide - wide_at + block - 1) / block : 0;
    return {first, wide_at, std::max<int64_t>(0, std::min(batch - first, fit))};
  }

  // Space to batch and back: a box for each place within a block.
  std::vector<Box> phases() const {
    const bool to_batch = op_.code == OperatorCode::kSpaceToBatchNd;
    const std::vector<int>&from = input(0).shape, &to = output().shape;
    require(from.size() == to.size() && (from.size() == 3 || from.size() == 4),
            "it needs images");
    const Numbers batch = image_of(to_batch ? to : from);
    const Numbers wide = image_of(to_batch ? from : to);
    Numbers block = constant(1), border = constant(2);
    require(
        block.size() == from.size() - 2 && border.size() == 2 * block.size(),
        "its blocks do not fit its image");
    block.push_back(1);
    border.insert(border.end(), {0, 0});
    for (size_t d = 0; d < 2; ++d) {
      require(block[d] >= 1 && block[d] < 1 << 15 && border[2 * d] >= 0 &&
                  border[2 * d + 1] >= 0 &&
                  batch[d + 1] * block[d] ==
                      wide[d + 1] + border[2 * d] + border[2 * d + 1],
              "its blocks do not fit its image");
    }
    require(batch[0] == wide[0] * block[0] * block[1] && batch[3] == wide[3],
            "its blocks do not fit its batch");
    constexpr int64_t kMostBoxes = 1024;
    require(block[0] * block[1] <= kMostBoxes, "its blocks are too large");
    std::vector<Box> boxes;
    for (int64_t i = 0; i < block[0]; ++i) {
      for (int64_t j = 0; j < block[1]; ++j) {
        const Phase rows = phase(batch[1], wide[1], block[0], i, border[0]);
        const Phase columns = phase(batch[2], wide[2], block[1], j, border[2]);
        const int64_t line = batch[2] * batch[3], wide_line = wide[2] * wide[3];
        const Numbers in_batch = {batch[1] * line, line, batch[3], 1};
        const Numbers in_wide = {wide[1] * wide_line, block[0] * wide_line,
                                 block[1] * wide[3], 1};
        const int64_t batch_at =
            (i * block[1] + j) * wide[0] * batch[1] * line +
            rows.batch_at * line + columns.batch_at * batch[3];
        const int64_t wide_at =
            rows.wide_at * wide_line + columns.wide_at * wide[3];
        const Numbers sizes = {wide[0], rows.count, columns.count, wide[3]};
        boxes.push_back(to_batch
                            ? Box{sizes, in_wide, in_batch, wide_at, batch_at}
                            : Box{sizes, in_batch, in_wide, batch_at, wide_at});
      }
    }
    return boxes;
  }

  const Model& model_;
  const Operator& op_;
};

}  // namespace

std::vector<Box> image_boxes(const Model& model, const Operator& op) {
  return Reader(model, op).read();
}

}  // namespace mote
