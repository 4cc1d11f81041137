// A trainable network in the field's terms, and its weights.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lib/graph/score_mapping.h"

namespace mote {

// Height, width, channels of one sample. Vectors are {1, 1, n}; time series
// of c channels over t steps are {t, 1, c}.
struct Shape {
  int height = 1, width = 1, channels = 1;

  int64_t size() const { return int64_t{height} * width * channels; }
  bool operator==(const Shape&) const = default;
};

enum class LayerKind {
  kConv,           // kernel {h, w}, filters, stride, SAME padding, bias
  kDepthwiseConv,  // kernel, stride, multiplier (filters = in x multiplier)
  kDense,          // filters = outputs; flattens its input
  kBatchNorm,
  kRelu,
  kAdd,            // of two inputs with equal shapes
  kGlobalAverage,  // mean over height and width
  kDropout,        // rate; nothing outside training
  kReshape,        // to `shape`
  kSoftmax,        // last layer only; trained with cross-entropy on logits
};

// What batch norm adds to the variance, in training and when it is folded.
inline constexpr float kBatchNormEpsilon = 1e-3f;

struct Layer {
  std::string name;  // unique; "conv_1"
  LayerKind kind = LayerKind::kRelu;
  // Names of earlier layers; "input" is the graph's input.
  std::vector<std::string> inputs;
  std::pair<int, int> kernel = {1, 1};
  std::pair<int, int> stride = {1, 1};
  int filters = 0;
  int multiplier = 1;
  bool bias = true;
  double rate = 0;  // dropout
  Shape shape;      // kReshape
};

struct Graph {
  std::string name;  // "tinyconv"
  Shape input;
  std::vector<Layer> layers;         // in an order that can be computed
  std::vector<std::string> classes;  // what each output stands for

  const Layer& layer(const std::string& name) const;
};

// Output shape of every layer, by name ("input" too). Throws Error naming the
// layer where shapes do not fit.
std::map<std::string, Shape> infer_shapes(const Graph& graph);

// A named array of float weights in the layout of TensorFlow Lite:
// conv {out, kh, kw, in}, depthwise {1, kh, kw, out}, dense {out, in},
// vectors {n}.
struct WeightShape {
  std::string name;  // "conv_1/kernel", "conv_1/bias", "bn_1/gamma" ...
  std::vector<int> dimensions;
  bool trainable = true;  // batch norm's moving mean and variance are not

  int64_t size() const;
};
std::vector<WeightShape> weight_shapes(const Graph& graph);

int64_t parameter_count(const Graph& graph);  // trainable values
int64_t mac_count(const Graph& graph);        // of one inference
int64_t mac_count(const Graph& graph, const Layer& layer);

// Graph + weights: what training gives and conversion takes.
struct Checkpoint {
  Graph graph;
  std::map<std::string, std::vector<float>> weights;  // by WeightShape::name
  ScoreMapping scores;
  // What the run measured, for reports ("validation_accuracy": 0.931).
  std::map<std::string, double> measures;
};

// The checkpoint file format (docs/checkpoint_format.md). read verifies every
// length and the checksum: a file cut or changed anywhere throws Error.
std::vector<uint8_t> write_checkpoint(const Checkpoint& checkpoint);
Checkpoint read_checkpoint(const std::vector<uint8_t>& bytes,
                           const std::string& where);

}  // namespace mote
