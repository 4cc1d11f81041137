// For tests: a graph's training loss in plain double precision, written for
// clarity and independent of the engine's blocks and memory layout.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "lib/graph/graph.h"
#include "lib/graph/layers/layer_type.h"

namespace mote::engine {

class ReferenceNetwork {
 public:
  using Weights = std::map<std::string, std::vector<float>>;
  using DoubleWeights = std::map<std::string, std::vector<double>>;
  // Whether dropout `layer` keeps value `index` of a sample.
  using Keep = std::function<bool(const Layer&, int sample, int64_t index)>;

  ReferenceNetwork(const Graph& graph, const Weights& weights)
      : graph_(graph), shapes_(infer_shapes(graph)) {
    for (const auto& [name, values] : weights) {
      weights_[name].assign(values.begin(), values.end());
    }
  }

  DoubleWeights& weights() { return weights_; }
  void set_keep(Keep keep) { keep_ = std::move(keep); }
  void use_moving_statistics() { training_ = false; }

  // Logits of the samples, one after the other.
  std::vector<double> logits(const std::vector<float>& inputs) {
    values_.clear();
    values_["input"].assign(inputs.begin(), inputs.end());
    samples_ = static_cast<int>(inputs.size() / graph_.input.size());
    for (const Layer& layer : graph_.layers) values_[layer.name] = run(layer);
    return values_.at(graph_.layers.back().name);
  }

  // Mean softmax cross-entropy.
  double loss(const std::vector<float>& inputs, const std::vector<int>& labels,
              double smoothing = 0) {
    const std::vector<double> z = logits(inputs);
    const size_t classes = z.size() / labels.size();
    double total = 0;
    for (size_t s = 0; s < labels.size(); ++s) {
      const double* row = z.data() + s * classes;
      double sum = 0;
      for (size_t c = 0; c < classes; ++c) sum += std::exp(row[c]);
      for (size_t c = 0; c < classes; ++c) {
        const double target =
            (static_cast<int>(c) == labels[s]) * (1 - smoothing) +
            smoothing / static_cast<double>(classes);
        total -= target * (row[c] - std::log(sum));
      }
    }
    return total / static_cast<double>(labels.size());
  }

 private:
  const std::vector<double>& weight(const Layer& layer, const char* name) {
    return weights_.at(layer.name + "/" + name);
  }

  std::vector<double> bias(const Layer& layer, int channels) {
    return layer.bias ? weight(layer, "bias") : std::vector<double>(channels);
  }

  std::vector<double> run(const Layer& layer) {
    const std::vector<double>& in = values_.at(layer.inputs[0]);
    switch (layer.kind) {
      case LayerKind::kConv:
      case LayerKind::kDepthwiseConv:
        return convolve(layer, in);
      case LayerKind::kDense:
        return dense(layer, in);
      case LayerKind::kBatchNorm:
        return normalize(layer, in);
      case LayerKind::kRelu:
        return mapped(in, [](double x) { return std::max(x, 0.0); });
      case LayerKind::kAdd:
        return sum(in, values_.at(layer.inputs[1]));
      case LayerKind::kGlobalAverage:
        return average(shapes_.at(layer.inputs[0]), in);
      case LayerKind::kDropout:
        return drop(layer, in);
      case LayerKind::kReshape:
      case LayerKind::kSoftmax:  // trained on logits
        return in;
    }
    return in;
  }

  template <class Function>
  static std::vector<double> mapped(std::vector<double> x, Function f) {
    for (double& value : x) value = f(value);
    return x;
  }

  static std::vector<double> sum(std::vector<double> a,
                                 const std::vector<double>& b) {
    for (size_t i = 0; i < a.size(); ++i) a[i] += b[i];
    return a;
  }

  // Position (y, x) of the input that tap (ky, kx) of output (oy, ox) sees,
  // as an index, or -1 in the padding.
  static int seen(const Layer& layer, const Shape& in, int oy, int ky, int ox,
                  int kx) {
    const int y =
        oy * layer.stride.first + ky -
        same_padding_before(in.height, layer.kernel.first, layer.stride.first);
    const int x =
        ox * layer.stride.second + kx -
        same_padding_before(in.width, layer.kernel.second, layer.stride.second);
    return y < 0 || y >= in.height || x < 0 || x >= in.width ? -1
                                                             : y * in.width + x;
  }

  double window_sum(const Layer& layer, const Shape& in,
                    const std::vector<double>& kernel, int out,
                    const double* sample, int oy, int ox, int filter) {
    const int taps = layer.kernel.first * layer.kernel.second;
    double total = 0;
    for (int tap = 0; tap < taps; ++tap) {
      const int position = seen(layer, in, oy, tap / layer.kernel.second, ox,
                                tap % layer.kernel.second);
      if (position < 0) continue;
      const double* values = sample + position * in.channels;
      if (layer.kind == LayerKind::kDepthwiseConv) {
        total += kernel[tap * out + filter] * values[filter / layer.multiplier];
        continue;
      }
      const double* weights =
          kernel.data() + (filter * taps + tap) * in.channels;
      for (int c = 0; c < in.channels; ++c) total += weights[c] * values[c];
    }
    return total;
  }

  std::vector<double> convolve(const Layer& layer,
                               const std::vector<double>& in) {
    const Shape& input = shapes_.at(layer.inputs[0]);
    const Shape& output = shapes_.at(layer.name);
    const std::vector<double>& kernel = weight(layer, "kernel");
    const std::vector<double> biases = bias(layer, output.channels);
    std::vector<double> out;
    for (int s = 0; s < samples_; ++s) {
      const double* sample = in.data() + s * input.size();
      for (int y = 0; y < output.height; ++y) {
        for (int x = 0; x < output.width; ++x) {
          for (int f = 0; f < output.channels; ++f) {
            out.push_back(biases[f] + window_sum(layer, input, kernel,
                                                 output.channels, sample, y, x,
                                                 f));
          }
        }
      }
    }
    return out;
  }

  std::vector<double> dense(const Layer& layer, const std::vector<double>& in) {
    const std::vector<double>& kernel = weight(layer, "kernel");
    const int64_t size = shapes_.at(layer.inputs[0]).size();
    const std::vector<double> biases = bias(layer, layer.filters);
    std::vector<double> out;
    for (int s = 0; s < samples_; ++s) {
      for (int f = 0; f < layer.filters; ++f) {
        double total = biases[f];
        for (int64_t i = 0; i < size; ++i) {
          total += kernel[f * size + i] * in[s * size + i];
        }
        out.push_back(total);
      }
    }
    return out;
  }

  std::vector<double> normalize(const Layer& layer, std::vector<double> x) {
    const int channels = shapes_.at(layer.name).channels;
    const size_t count = x.size() / channels;
    const std::vector<double>&gamma = weight(layer, "gamma"),
          &beta = weight(layer, "beta");
    for (int c = 0; c < channels; ++c) {
      double mean = 0, variance = 0;
      for (size_t i = 0; i < count; ++i) mean += x[i * channels + c];
      mean /= static_cast<double>(count);
      for (size_t i = 0; i < count; ++i) {
        variance += std::pow(x[i * channels + c] - mean, 2);
      }
      variance /= static_cast<double>(count);
      if (!training_) {
        mean = weight(layer, "moving_mean")[c];
        variance = weight(layer, "moving_variance")[c];
      }
      for (size_t i = 0; i < count; ++i) {
        double& value = x[i * channels + c];
        value = (value - mean) / std::sqrt(variance + kBatchNormEpsilon) *
                    gamma[c] +
                beta[c];
      }
    }
    return x;
  }

  std::vector<double> average(const Shape& shape,
                              const std::vector<double>& in) {
    const int positions = shape.height * shape.width;
    std::vector<double> out(samples_ * shape.channels);
    for (size_t i = 0; i < in.size(); ++i) {
      out[i / shape.size() * shape.channels + i % shape.channels] +=
          in[i] / positions;
    }
    return out;
  }

  std::vector<double> drop(const Layer& layer, std::vector<double> x) {
    if (!training_ || layer.rate == 0) return x;
    const int64_t size = shapes_.at(layer.name).size();
    for (size_t i = 0; i < x.size(); ++i) {
      const int sample = static_cast<int>(i / size);
      x[i] *= keep_(layer, sample, i % size) ? 1 / (1 - layer.rate) : 0;
    }
    return x;
  }

  Graph graph_;
  std::map<std::string, Shape> shapes_;
  DoubleWeights weights_;
  std::map<std::string, std::vector<double>> values_;
  Keep keep_;
  int samples_ = 0;
  bool training_ = true;
};

}  // namespace mote::engine
