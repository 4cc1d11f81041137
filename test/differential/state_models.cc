// Layers that remember, and those that few models have.
#include "test/differential/operator_models.h"

namespace mote::test {
namespace {

constexpr Type kReal = Type::kFloat32, kByte = Type::kInt8,
               kShort = Type::kInt16, kWord = Type::kInt32;

// Biases small enough for their sums not to saturate.
void add_small_bias(OperatorBuilder& b, Type type, int size) {
  b.constant(type == kShort ? Type::kInt64 : kWord, {size});
}

void add_quantized_lstm(Random& random, OperatorModels& models) {
  for (const Type type : {kByte, kShort}) {
    OperatorBuilder b(OperatorCode::kUnidirectionalSequenceLstm, random);
    const int batches = b.next(1, 3), steps = b.next(1, 4),
              inputs = b.next(1, 5), units = b.next(1, 5);
    const bool time_major = b.next(0, 1) == 1;
    const int rows = time_major ? steps : batches;
    const int columns = time_major ? batches : steps;
    b.input(type, {rows, columns, inputs});
    for (int gate = 0; gate < 4; ++gate) {
      b.constant(kByte, {units, inputs}, 0.01f, 0);
    }
    for (int gate = 0; gate < 4; ++gate) {
      b.constant(kByte, {units, units}, 0.01f, 0);
    }
    for (int peephole = 0; peephole < 3; ++peephole) b.nothing();
    for (int gate = 0; gate < 4; ++gate) add_small_bias(b, type, units);
    for (int projection = 0; projection < 2; ++projection) b.nothing();
    const Quantization hidden =
        type == kByte ? Quantization{{1.0f / 128}, {b.next(-9, 9)}, 0}
                      : Quantization{{1.0f / 32768}, {0}, 0};
    b.variable(type, {batches, units}).last().quantization = hidden;
    b.variable(kShort, {batches, units}).last().quantization = {
        {1.0f / 2048}, {0}, 0};
    for (int normal = 0; normal < 4; ++normal) b.nothing();
    b.output(type, {rows, columns, units}).last().quantization = hidden;
    b.options().time_major = time_major;
    if (b.next(0, 1) == 1) b.options().cell_clip = 1.5f;
    models.push_back(b.finish());
    models.back().inferences = 2;
  }
}

void add_svdf(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte, kShort}) {
    OperatorBuilder b(OperatorCode::kSvdf, random);
    const int batches = b.next(1, 3), inputs = b.next(1, 6),
              units = b.next(1, 4), rank = b.next(1, 2), memory = b.next(2, 5);
    const int filters = units * rank;
    const Type values = type == kReal ? kReal : kByte;
    b.input(values, {batches, inputs});
    b.constant(values, {filters, inputs}).constant(type, {filters, memory});
    if (type != kReal) {
      b.tensor(1).quantization = {{0.01f}, {0}, 0};
      b.tensor(2).quantization = {{0.01f}, {0}, 0};
    }
    b.constant(type == kReal ? kReal : kWord, {units});
    if (type != kReal) b.last().quantization = {{0.0002f}, {0}, 0};
    b.variable(type, {batches, filters * memory});
    if (type != kReal) b.last().quantization = {{0.02f}, {0}, 0};
    b.output(values, {batches, units});
    b.options().rank = rank;
    b.options().activation = Activation::kRelu;
    models.push_back(b.finish());
    models.back().inferences = 3;
  }
}

void add_detection(Random& random, OperatorModels& models) {
  for (const bool each_class : {true, false}) {
    OperatorBuilder b(OperatorCode::kCustom, random);
    const int boxes = b.next(4, 9), classes = b.next(1, 4), most = 4;
    const int background = b.next(0, 1);
    b.input(kReal, {1, boxes, 4})
        .input(kReal, {1, boxes, classes + background});
    b.constant(kReal, {boxes, 4});
    std::vector<float> anchors;
    for (int i = 0; i < boxes; ++i) {
      for (const int whole : {i % 3, i / 3, 3, 2}) {
        anchors.push_back(static_cast<float>(whole));
      }
    }
    const auto* bytes = reinterpret_cast<const uint8_t*>(anchors.data());
    b.last().data.assign(bytes, bytes + 4 * anchors.size());
    b.output(kReal, {1, most, 4}).output(kReal, {1, most});
    b.output(kReal, {1, most}).output(kReal, {1});
    b.model().operators[0].custom_name = "TFLite_Detection_PostProcess";
    // Without suppression all outputs are filled: else TensorFlow Lite Micro
    // leaves the rest as they were.
    b.options().numbers = {{"max_detections", most},
                           {"max_classes_per_detection", 1},
                           {"detections_per_class", b.next(1, 5)},
                           {"use_regular_nms", each_class ? 1 : 0},
                           {"nms_score_threshold", each_class ? 0.3 : 0},
                           {"nms_iou_threshold", each_class ? 0.4 : 1},
                           {"num_classes", classes},
                           {"y_scale", 10},
                           {"x_scale", 10},
                           {"h_scale", 5},
                           {"w_scale", 5}};
    models.push_back(b.finish(0, 1));
  }
}

void add_computed_weights(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kByte}) {
    OperatorBuilder b(OperatorCode::kFullyConnected, random);
    const int rows = b.next(1, 4), inputs = b.next(1, 9),
              outputs = b.next(1, 5);
    b.input(type, {rows, inputs}).input(type, {outputs, inputs});
    if (b.next(0, 1) == 1) {
      b.constant(type == kReal ? kReal : kWord, {outputs});
      if (type != kReal) {
        b.last().quantization = {{b.tensor(0).quantization.scale[0] *
                                  b.tensor(1).quantization.scale[0]},
                                 {0},
                                 0};
      }
    }
    b.output(type, {rows, outputs});
    if (type == kByte) b.last().quantization.scale[0] *= 16;
    b.options().activation = static_cast<Activation>(b.next(0, 3));
    models.push_back(b.finish());
  }
}

void add_transforms(Random& random, OperatorModels& models) {
  for (const Type type : {kReal, kShort, kWord}) {
    for (const bool forward : {true, false}) {
      OperatorBuilder b(OperatorCode::kCustom, random);
      const int length = 16 << b.next(0, 3), frames = b.next(1, 2);
      const int frame = forward ? length - b.next(0, 3) : length + 2;
      b.input(type, {frames, frame});
      b.output(type, {frames, forward ? length + 2 : length});
      for (const size_t i : {0u, 1u}) b.tensor(i).quantization = {};
      b.model().operators[0].custom_name =
          forward ? "SignalRfft" : "SignalIrfft";
      const int code = type == kReal ? 0 : type == kWord ? 2 : 7;
      b.options().numbers = {{"T", code}, {"fft_length", length}};
      models.push_back(
          b.finish(type == kReal ? -1 : -1e9, type == kReal ? 1 : 1e9));
    }
  }
}

// Eight codes of one to three bits, the last two of which need a second table:
// 0, 10, 110, 1110 and 1111 for the values 5, -7, 9, 100 and -100.
std::vector<uint8_t> huffman_tables() {
  std::vector<uint8_t> how = {1, 1, 0, 0, 1, 2 << 4, 0, 0};
  how.resize(16);
  const auto symbol = [](int bits, int value) {
    return 0x8000 | bits << 11 | (value & 0xff);
  };
  const int five = symbol(1, 5), seven = symbol(2, -7);
  for (const int entry : {five, five, five, five, seven, seven, symbol(3, 9), 1,
                          symbol(1, 100), symbol(1, -100)}) {
    how.push_back(static_cast<uint8_t>(entry & 0xff));
    how.push_back(static_cast<uint8_t>(entry >> 8));
  }
  return how;
}

void set_bytes(OperatorBuilder& b, std::vector<uint8_t> bytes) {
  b.constant(Type::kUint8, {static_cast<int>(bytes.size())});
  b.last().data = std::move(bytes);
}

// Adds what an operator decodes to the input.
void add_decoded(Random& random, OperatorModels& models) {
  for (const int kind : {0, 1, 2}) {
    OperatorBuilder b(OperatorCode::kCustom, random);
    b.model().operators[0].custom_name = "TFLM_DECODE";
    const int rows = b.next(1, 4), columns = b.next(1, 9);
    std::vector<uint8_t> packed(40);
    for (uint8_t& byte : packed) byte = static_cast<uint8_t>(random());
    std::vector<uint8_t> how = huffman_tables();
    if (kind != 1) {
      const auto width = static_cast<uint8_t>(b.next(1, 7));
      how = {static_cast<uint8_t>(kind),      1, 0, 0, 1, width,
             static_cast<uint8_t>(1 << width)};
      how.resize(16 + 4 * 128);
      for (size_t i = 16; i < how.size(); ++i) {
        how[i] = static_cast<uint8_t>(random());
      }
    }
    set_bytes(b, packed);
    set_bytes(b, how);
    const int decoded = 2, x = 3, sum = 4;
    b.output(kByte, {rows, columns}).last().quantization = {
        {0.03f}, {kind == 2 ? 3 : 0}, 0};
    OperatorBuilder added(OperatorCode::kAdd, random);
    added.input(kByte, {rows, columns}).output(kByte, {rows, columns});
    Model& model = b.model();
    model.tensors.push_back(added.tensor(0));
    model.tensors.push_back(added.tensor(1));
    model.inputs = {x};
    model.outputs = {sum};
    Operator add;
    add.code = OperatorCode::kAdd;
    add.inputs = {x, decoded};
    add.outputs = {sum};
    model.operators.push_back(add);
    models.push_back(b.finish());
  }
}

// 16-bit layers with biases of 32 bits.
void add_short_biases(Random& random, OperatorModels& models) {
  OperatorBuilder dense(OperatorCode::kFullyConnected, random);
  dense.input(kShort, {2, 7}).constant(kByte, {3, 7}, 0.01f, 0);
  dense.constant(kWord, {3}).last().quantization = {
      {0.01f * dense.tensor(0).quantization.scale[0]}, {0}, 0};
  models.push_back(dense.output(kShort, {2, 3}).finish());

  OperatorBuilder conv(OperatorCode::kConv2d, random);
  conv.input(kShort, {1, 4, 5, 3}).constant(kByte, {2, 3, 3, 3}, 0.01f, 0);
  conv.constant(kWord, {2}).last().quantization = {
      {0.01f * conv.tensor(0).quantization.scale[0]}, {0}, 0};
  models.push_back(conv.output(kShort, {1, 4, 5, 2}).finish());
}

void add_rare(Random& random, OperatorModels& models) {
  OperatorBuilder rows(OperatorCode::kEmbeddingLookup, random);
  rows.input(kWord, {4}).constant(kByte, {6, 3}, 0.03f, 0);
  rows.output(kReal, {4, 3});
  models.push_back(rows.finish(0, 5));

  for (const Type type : {kWord, Type::kInt64}) {
    OperatorBuilder shape(OperatorCode::kBroadcastArgs, random);
    shape.input(type, {3}).constant(type, {2}).output(type, {3});
    shape.tensor(1).data.assign(shape.tensor(1).data.size(), 0);
    for (const size_t i : {0u, 1u}) {
      shape.tensor(1).data[i * (shape.tensor(1).data.size() / 2)] = 1;
    }
    models.push_back(shape.finish(2, 9));
  }
  for (const Type type : {kReal, kByte, kShort}) {
    OperatorBuilder slice(OperatorCode::kSlice, random);
    const std::vector<int32_t> part = random_shape(random, 3, 4);
    std::vector<int> from = part;
    for (int& size : from) size += 2;
    slice.input(type, from).input(kWord, {3}).constant(part);
    slice.output(type, part).like_input();
    models.push_back(slice.finish(0, 2));
  }
  for (const Type to : {kByte, kShort, kWord, kReal}) {
    OperatorBuilder cast(OperatorCode::kCast, random);
    cast.input(Type::kBool, {7}).output(to, {7});
    models.push_back(cast.finish());
  }
  for (const Type type : {kReal, kByte}) {
    OperatorBuilder sum(OperatorCode::kAddN, random);
    const int count = sum.next(4, 8);
    for (int i = 0; i < count; ++i) {
      sum.input(type, {5, 3});
      sum.last().quantization = sum.tensor(0).quantization;
    }
    sum.output(type, {5, 3});
    models.push_back(sum.finish());
  }
}

}  // namespace

void add_state_models(Random& random, OperatorModels& models) {
  add_quantized_lstm(random, models);
  add_svdf(random, models);
  add_detection(random, models);
  add_computed_weights(random, models);
  add_transforms(random, models);
  add_decoded(random, models);
  add_short_biases(random, models);
  add_rare(random, models);
}

}  // namespace mote::test
