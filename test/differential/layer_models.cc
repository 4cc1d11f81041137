// Layers: windows, products, and operators along one dimension.
#include <algorithm>

#include "test/differential/operator_models.h"

namespace mote::test {
namespace {

constexpr Type kReal = Type::kFloat32, kByte = Type::kInt8,
               kShort = Type::kInt16, kWord = Type::kInt32;

// Positions of a window on `input` values.
int positions(Padding padding, int input, int kernel, int stride) {
  return padding == Padding::kSame ? (input + stride - 1) / stride
                                   : (input - kernel) / stride + 1;
}

Type bias_type(Type type) {
  if (type == kReal) return kReal;
  return type == kByte ? kWord : Type::kInt64;
}

// Weights and biases whose sums do not saturate every output.
void add_weights(OperatorBuilder& b, Type type, const std::vector<int>& shape,
                 int channels) {
  if (type == kReal) {
    b.constant(kReal, shape);
  } else {
    b.constant(kByte, shape, 0.01f, 0);
    const size_t weights = 1;
    if (b.next(0, 1) == 1 && shape.size() == 4) {
      Quantization& q = b.tensor(weights).quantization;
      q.axis = shape[0] == channels ? 0 : 3;
      q.scale.clear();
      for (int c = 0; c < channels; ++c) q.scale.push_back(b.scale() / 5);
      q.zero_point.assign(q.scale.size(), 0);
    }
  }
}

void window(OperatorBuilder& b) {
  OperatorOptions& o = b.options();
  o.padding = b.next(0, 1) == 1 ? Padding::kSame : Padding::kValid;
  o.stride_h = b.next(1, 2);
  o.stride_w = b.next(1, 3);
  o.activation = static_cast<Activation>(b.next(0, 3));
}

// Several images; depthwise with a channel multiplier.
void add_convolutions(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte, kShort}) {
    for (const bool depthwise : {true, false}) {
      OperatorBuilder b(
          depthwise ? OperatorCode::kDepthwiseConv2d : OperatorCode::kConv2d,
          random);
      window(b);
      const OperatorOptions& o = b.options();
      const int h = b.next(4, 8), w = b.next(4, 8), kh = b.next(1, 3),
                kw = b.next(1, 3), in = b.next(1, 4), times = b.next(1, 3);
      const int out = depthwise ? in * times : b.next(1, 6);
      const int images = b.next(1, 3);
      b.input(type, {images, h, w, in});
      add_weights(b, type,
                  depthwise ? std::vector<int>{1, kh, kw, out}
                            : std::vector<int>{out, kh, kw, in},
                  out);
      b.constant(bias_type(type), {out});
      b.output(type, {images, positions(o.padding, h, kh, o.stride_h),
                      positions(o.padding, w, kw, o.stride_w), out});
      b.options().depth_multiplier = times;
      models.push_back(b.finish());
    }
  }
}

void add_transposed(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte, kShort}) {
    OperatorBuilder b(OperatorCode::kTransposeConv, random);
    window(b);
    OperatorOptions& o = b.options();
    const int h = b.next(1, 5), w = b.next(1, 5), kh = b.next(1, 4),
              kw = b.next(1, 4), in = b.next(1, 4), out = b.next(1, 4);
    const auto size = [&](int input, int kernel, int stride) {
      return o.padding == Padding::kSame
                 ? input * stride
                 : input * stride + std::max(kernel - stride, 0);
    };
    const int images = b.next(1, 2);
    const std::vector<int> to = {images, size(h, kh, o.stride_h),
                                 size(w, kw, o.stride_w), out};
    b.constant({to.begin(), to.end()});
    add_weights(b, type, {out, kh, kw, in}, out);
    b.input(type, {images, h, w, in});
    if (b.next(0, 1) == 1) b.constant(bias_type(type), {out});
    b.output(type, to);
    models.push_back(b.finish());
  }
}

void add_pools(Random& random, OperatorModels& models) {
  struct Row {
    OperatorCode code;
    std::vector<Type> types;
  };
  for (const Row& row :
       {Row{OperatorCode::kAveragePool2d, {kReal, kByte, kShort}},
        Row{OperatorCode::kMaxPool2d, {kReal, kByte, kShort}},
        Row{OperatorCode::kL2Pool2d, {kReal}}}) {
    for (const Type type : row.types) {
      OperatorBuilder b(row.code, random);
      window(b);
      OperatorOptions& o = b.options();
      o.filter_h = b.next(1, 3);
      o.filter_w = b.next(1, 3);
      const int h = b.next(3, 8), w = b.next(3, 8), c = b.next(1, 5),
                images = b.next(1, 3);
      b.input(type, {images, h, w, c});
      b.output(type, {images, positions(o.padding, h, o.filter_h, o.stride_h),
                      positions(o.padding, w, o.filter_w, o.stride_w), c});
      b.like_input();
      models.push_back(b.finish());
    }
  }
}

void add_products(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte, kShort}) {
    OperatorBuilder b(OperatorCode::kBatchMatMul, random);
    const int rows = b.next(1, 5), depth = b.next(1, 9), columns = b.next(1, 5),
              batch = b.next(1, 3);
    const bool x = b.next(0, 1) == 1, y = b.next(0, 1) == 1;
    std::vector<int> first = {batch, x ? depth : rows, x ? rows : depth};
    std::vector<int> second = {batch, y ? columns : depth, y ? depth : columns};
    if (b.next(0, 3) == 0) second[0] = 1;
    b.input(type, first).input(type, second);
    b.output(type, {batch, rows, columns});
    if (type == kByte) b.last().quantization.scale[0] *= 8;
    b.options().adjoint_x = x;
    b.options().adjoint_y = y;
    models.push_back(b.finish());

    OperatorBuilder dense(OperatorCode::kFullyConnected, random);
    dense.input(type, {batch, rows, depth});
    add_weights(dense, type, {columns, depth}, columns);
    dense.constant(bias_type(type), {columns});
    if (type != kReal) {
      // TensorFlow Lite Micro wants to see the scale of the sums.
      const float sums = dense.tensor(0).quantization.scale[0] *
                         dense.tensor(1).quantization.scale[0];
      dense.last().quantization = {{sums}, {0}, 0};
    }
    const bool keep = dense.next(0, 1) == 1;
    dense.output(type, keep ? std::vector<int>{batch, rows, columns}
                            : std::vector<int>{batch * rows, columns});
    dense.options().keep_dims = keep;
    dense.options().activation = static_cast<Activation>(dense.next(0, 3));
    models.push_back(dense.finish());
  }
}

void add_rows(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte}) {
    const std::vector<int> shape = random_shape(random, 3, 7);
    for (const OperatorCode code :
         {OperatorCode::kArgMax, OperatorCode::kArgMin}) {
      OperatorBuilder arg(code, random);
      const int axis = arg.next(0, 2);
      std::vector<int> to = shape;
      to.erase(to.begin() + axis);
      arg.input(type, shape).constant({axis}).output(kWord, to);
      arg.tensor(1).shape = {};
      models.push_back(arg.finish());
    }
    OperatorBuilder sum(OperatorCode::kCumsum, random);
    sum.input(type, shape).constant({sum.next(-3, 2)}).output(type, shape);
    sum.options().exclusive = sum.next(0, 1) == 1;
    sum.options().reverse = sum.next(0, 1) == 1;
    models.push_back(sum.finish());

    OperatorBuilder norm(OperatorCode::kL2Normalization, random);
    norm.input(type, shape).output(type, shape);
    if (type == kByte) norm.last().quantization = {{1.0f / 128}, {0}, 0};
    models.push_back(norm.finish());
  }
  for (const Type type : {kReal, kByte}) {
    OperatorBuilder log(OperatorCode::kLogSoftmax, random);
    log.input(type, {3, 7}).output(type, {3, 7});
    if (type == kByte) log.last().quantization = {{16.0f / 256}, {127}, 0};
    models.push_back(log.finish());
  }
  for (const Type type : {kReal, kByte, kShort}) {
    OperatorBuilder b(OperatorCode::kSoftmax, random);
    const std::vector<int> shape = {b.next(1, 3), b.next(1, 12)};
    b.input(type, shape).output(type, shape);
    if (type == kByte) b.last().quantization = {{1.0f / 256}, {-128}, 0};
    if (type == kShort) b.last().quantization = {{1.0f / 32768}, {0}, 0};
    b.options().beta = 0.5f * static_cast<float>(b.next(1, 3));
    models.push_back(b.finish());
  }
}

void add_places(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte}) {
    OperatorBuilder nd(OperatorCode::kGatherNd, random);
    nd.input(type, {3, 4, 2}).input(kWord, {5, 2});
    nd.output(type, {5, 2}).like_input();
    models.push_back(nd.finish(0, 2));

    OperatorBuilder rows(OperatorCode::kEmbeddingLookup, random);
    rows.input(kWord, {4}).constant(type, {6, 3}).output(type, {4, 3});
    rows.last().quantization = rows.tensor(1).quantization;
    models.push_back(rows.finish(0, 5));

    OperatorBuilder slice(OperatorCode::kDynamicUpdateSlice, random);
    slice.input(type, {4, 5}).input(type, {2, 3}).input(kWord, {2});
    slice.output(type, {4, 5}).like_input();
    slice.tensor(1).quantization = slice.tensor(0).quantization;
    models.push_back(slice.finish(0, 3));
  }
}

void add_lstm(Random& random, OperatorModels& models) {
  OperatorBuilder b(OperatorCode::kUnidirectionalSequenceLstm, random);
  const int batches = b.next(1, 2), steps = b.next(1, 4), inputs = b.next(1, 5),
            units = b.next(1, 5);
  const bool time_major = b.next(0, 1) == 1;
  const int rows = time_major ? steps : batches;
  const int columns = time_major ? batches : steps;
  b.input(kReal, {rows, columns, inputs});
  for (int gate = 0; gate < 4; ++gate) b.constant(kReal, {units, inputs});
  for (int gate = 0; gate < 4; ++gate) b.constant(kReal, {units, units});
  for (int peephole = 0; peephole < 3; ++peephole) b.nothing();
  for (int gate = 0; gate < 4; ++gate) b.constant(kReal, {units});
  for (int projection = 0; projection < 2; ++projection) b.nothing();
  b.variable(kReal, {batches, units}).variable(kReal, {batches, units});
  for (int normalization = 0; normalization < 4; ++normalization) b.nothing();
  b.output(kReal, {rows, columns, units}).options().time_major = time_major;
  if (b.next(0, 1) == 1) b.options().cell_clip = 1.5f;
  models.push_back(b.finish());
}

void add_resizes(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte}) {
    OperatorBuilder b(OperatorCode::kResizeBilinear, random);
    std::vector<int> from = random_shape(random, 4, 5);
    std::vector<int> to = from;
    to[1] = b.next(1, 9);
    to[2] = b.next(1, 9);
    b.input(type, from).constant({to[1], to[2]}).output(type, to).like_input();
    b.options().half_pixel_centers = b.next(0, 1) == 1;
    models.push_back(b.finish());
  }
}

}  // namespace

void add_layer_models(Random& random, OperatorModels& models) {
  add_convolutions(random, models);
  add_transposed(random, models);
  add_pools(random, models);
  add_products(random, models);
  add_rows(random, models);
  add_places(random, models);
  add_resizes(random, models);
  add_lstm(random, models);
}

}  // namespace mote::test
