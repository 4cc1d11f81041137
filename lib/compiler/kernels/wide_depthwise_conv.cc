#include <algorithm>

#include "lib/compiler/kernels/wide_layout.h"

namespace mote {
namespace {

constexpr int32_t kChannels = 16;  // side by side

// A kernel of device/nn/depthwise_conv/wide_depthwise_conv.h.
struct Variant {
  std::string isa;     // its namespace
  std::string source;  // the ending of its file
  int lanes, group;    // group: 1 for floats
};

Variant int8_variant(const Target& target) {
  if (has_neon(target)) return {target.isa, target.isa, 4, 4};
  if (has_simd128(target)) return {"simd128", "simd128", 4, 2};
  if (target.isa == "avx512vnni") return {"avx512vnni", "vnni", 16, 4};
  if (target.isa == "avxvnni") return {"avxvnni", "avxvnni", 8, 4};
  return {"avx2", "avx2", 8, 2};
}

Variant float_variant(const Target& target) {
  if (has_neon(target)) return {"neon", "neon", 4, 1};
  if (has_avx512(target)) return {"avx512", "avx512", 16, 1};
  return {"avx2", "avx2", 8, 1};
}

// Few channels side by side with their neighbours: `copies` pixels as one.
struct Flat {
  int32_t copies = 1, channels = 0, output_width = 0, column_step = 0;
};

Flat flat_of(const nn::Window& w, int32_t channels) {
  const int32_t copies = kChannels / channels;
  if (channels < kChannels && kChannels % channels == 0 &&
      w.stride_width == 1 && w.output_width % copies == 0) {
    return {copies, kChannels, w.output_width / copies, kChannels};
  }
  return {1, channels, w.output_width, w.stride_width * channels};
}

// One product: where it reads, and which taps its words hold.
struct Product {
  int32_t offset = 0;
  // Of output row 0 and 1: the tap of each of the group, or -1.
  std::vector<int32_t> taps[2];
};

struct Words {
  int32_t rows = 1, planes = 0, plane_length = 0;
  int32_t beyond = 0;  // values that planes read behind a row
  std::vector<int32_t> sources;
  std::vector<Product> products;
};

// Neighbours in a column are multiplied together where there are some, else in
// a row. Columns of two or three taps serve two output rows: four values, of
// which the first three are for one and the last three for the other.
class Grouping {
 public:
  Grouping(const nn::Window& window, int32_t channels, int64_t pitch,
           int32_t group)
      : w_(window),
        group_(group),
        down_(static_cast<int32_t>(window.dilation_height * pitch)),
        right_(window.dilation_width * channels) {
    words_.plane_length = static_cast<int32_t>((pitch + 15) / 16 * 16);
  }

  Words columns() && {
    const bool pairs = w_.stride_height == 1 && w_.dilation_height == 1 &&
                       w_.kernel_height <= 3 && w_.output_height > 1;
    words_.rows = pairs ? 2 : 1;
    const int32_t height = w_.kernel_height + (pairs ? 1 : 0);
    for (int32_t y = 0; y < height; y += group_) {
      add_plane(y * down_, down_, height - y);
      for (int32_t x = 0; x < w_.kernel_width; ++x) {
        Product product{plane() + x * right_, {}};
        for (int32_t g = y; g < y + group_; ++g) {
          product.taps[0].push_back(tap(g, x));
          product.taps[1].push_back(tap(g - 1, x));
        }
        words_.products.push_back(product);
      }
    }
    return words_;
  }

  Words row() && {
    add_plane(0, right_, w_.kernel_width);
    words_.beyond = words_.sources.back();
    for (int32_t x = 0; x < w_.kernel_width; x += group_) {
      Product product{x * right_, {}};
      for (int32_t g = x; g < x + group_; ++g) {
        product.taps[0].push_back(tap(0, g));
      }
      words_.products.push_back(product);
    }
    return words_;
  }

 private:
  int32_t plane() const { return (words_.planes - 1) * words_.plane_length; }

  int32_t tap(int32_t y, int32_t x) const {
    const bool inside = y >= 0 && y < w_.kernel_height && x < w_.kernel_width;
    return inside ? y * w_.kernel_width + x : -1;
  }

  // Values beyond the last are read twice and multiplied by nothing.
  void add_plane(int32_t first, int32_t step, int32_t left) {
    ++words_.planes;
    for (int32_t g = 0; g < group_; ++g) {
      words_.sources.push_back(first + std::min(g, left - 1) * step);
    }
  }

  const nn::Window& w_;
  int32_t group_, down_, right_;
  Words words_;
};

Words group_taps(const nn::Window& window, int32_t channels, int64_t pitch,
                 int32_t group) {
  Grouping grouping(window, channels, pitch, group);
  return window.kernel_height > 1 ? std::move(grouping).columns()
                                  : std::move(grouping).row();
}

// T: a byte or a 16-bit value.
template <typename T>
std::vector<T> pack(const ConvLayer& layer, const Flat& flat,
                    const Words& words) {
  std::vector<T> packed;
  const int32_t channels = layer.output_channels;
  for (int32_t block = 0; block < flat.channels; block += kChannels) {
    for (const Product& product : words.products) {
      for (int32_t r = 0; r < words.rows; ++r) {
        for (int32_t c = block; c < block + kChannels; ++c) {
          for (const int32_t tap : product.taps[r]) {
            const bool real = tap >= 0 && c < flat.channels;
            packed.push_back(real ? layer.weights[tap * channels + c % channels]
                                  : T{0});
          }
        }
      }
    }
  }
  return packed;
}

Location weights_of(const ConvLayer& layer, const Flat& flat,
                    const Words& words, int group, Lowering& lowering) {
  const char* comment = "groups of weights of sixteen channels";
  if (group == 4) {
    return lowering.constant("Weights", Type::kInt8,
                             pack<int8_t>(layer, flat, words), comment, 64);
  }
  return lowering.constant("Weights", Type::kInt16,
                           pack<int16_t>(layer, flat, words), comment, 64);
}

// Fields of WideDepthwiseShape.
void append_shape(Step& step, const nn::Window& w, int32_t channels,
                  int32_t zero_point, const WideExtent& extent,
                  const Flat& flat, const Words& words, size_t products) {
  step.parameters =
      wide_image_fields(w, channels, zero_point, extent, "shape.image.");
  step.parameters.insert(step.parameters.end(),
                         {{"shape.output_height", int64_t{w.output_height}},
                          {"shape.output_width", int64_t{flat.output_width}},
                          {"shape.row_step", w.stride_height * extent.pitch},
                          {"shape.column_step", int64_t{flat.column_step}},
                          {"shape.rows", int64_t{words.rows}},
                          {"shape.planes", int64_t{words.planes}},
                          {"shape.plane_length", int64_t{words.plane_length}},
                          {"shape.products", static_cast<int64_t>(products)}});
}

void name_kernel(Step& step, const Variant& variant, const std::string& name) {
  step.kernel = variant.isa + "::" + name;
  step.header = "device/nn/depthwise_conv/wide_depthwise_conv.h";
  step.sources = {"device/nn/depthwise_conv/wide_depthwise_conv_" +
                  variant.source + ".cc"};
}

// Every channel, as often as there are copies.
std::vector<ChannelSum> sums_of(const ConvLayer& layer, const Flat& flat) {
  std::vector<ChannelSum> sums;
  for (int32_t c = 0; c < flat.channels; ++c) {
    const int32_t o = c % layer.output_channels;
    sums.push_back(
        {depthwise_filter(layer, o), layer.bias[o], layer.multipliers[o]});
  }
  return sums;
}

int blocks_of(const Flat& flat) {
  return (flat.channels + kChannels - 1) / kChannels;
}

}  // namespace

std::optional<Step> wide_depthwise_conv(Step step, const ConvLayer& layer,
                                        Lowering& lowering) {
  if (layer.input_channels != layer.output_channels) return std::nullopt;
  const nn::Window& w = layer.window;
  const Flat flat = flat_of(w, layer.output_channels);
  const std::vector<ChannelSum> sums = sums_of(layer, flat);
  if (!wide_exact(layer, sums, lowering.target())) return std::nullopt;
  if (!wide_weights_fit(layer, lowering.target())) return std::nullopt;
  const Variant variant = int8_variant(lowering.target());
  WideExtent extent = wide_extent(w, layer.input_channels);
  const Words words =
      group_taps(w, layer.input_channels, extent.pitch, variant.group);
  if (words.rows == 2) extent.rows += 1;  // of the last pair
  name_kernel(step, variant, "DepthwiseConvInt8");
  step.parameter_type = "WideDepthwiseConvParams";
  append_shape(step, w, layer.input_channels, layer.input_zero_point, extent,
               flat, words, words.products.size());
  ConvLayer wide = layer;
  wide.output_channels = flat.channels;
  append_wide_output(step, wide, sums, blocks_of(flat) * 16 / variant.lanes,
                     variant.lanes, has_avx2(lowering.target()), lowering);
  std::vector<int32_t> offsets;
  for (const Product& product : words.products) {
    offsets.push_back(product.offset);
  }
  step.parameters.insert(
      step.parameters.end(),
      {{"sources",
        lowering.constant("Sources", Type::kInt32, words.sources, "of words")},
       {"offsets",
        lowering.constant("Offsets", Type::kInt32, offsets, "of products")},
       {"weights", weights_of(layer, flat, words, variant.group, lowering)}});
  step.comment = layer.comment;
  step.lag_bytes = 0;  // the image is whole before an output is written
  step.cost.scratch_bytes = extent.scratch_bytes(1) + words.beyond +
                            int64_t{4} * words.planes * words.plane_length;
  step.cost.macs = layer.macs;
  step.cost.instructions = layer.macs / (variant.lanes * variant.group / 2);
  return step;
}

std::optional<Step> wide_float_depthwise_conv(Step step,
                                              const FloatLayer& layer,
                                              Lowering& lowering) {
  if (layer.input_channels != layer.output_channels) return std::nullopt;
  const Variant variant = float_variant(lowering.target());
  const nn::Window& w = layer.window;
  const int32_t channels = layer.output_channels;
  const Flat flat = flat_of(w, channels);
  const WideExtent extent = wide_extent(w, channels);
  name_kernel(step, variant, "DepthwiseConvFloat");
  step.parameter_type = "WideDepthwiseConvFloatParams";
  const int32_t taps = w.kernel_height * w.kernel_width;
  append_shape(step, w, channels, 0, extent, flat, Words(),
               static_cast<size_t>(taps));
  std::vector<int32_t> offsets;
  for (int32_t tap = 0; tap < taps; ++tap) {
    offsets.push_back(static_cast<int32_t>(tap / w.kernel_width *
                                           w.dilation_height * extent.pitch) +
                      tap % w.kernel_width * w.dilation_width * channels);
  }
  std::vector<float> weights, bias;
  for (int32_t block = 0; block < flat.channels; block += kChannels) {
    for (int32_t c = block; c < block + kChannels; ++c) {
      bias.push_back(c < flat.channels ? layer.bias[c % channels] : 0);
    }
    for (int32_t tap = 0; tap < taps; ++tap) {
      for (int32_t c = block; c < block + kChannels; ++c) {
        weights.push_back(c < flat.channels
                              ? layer.weights[tap * channels + c % channels]
                              : 0);
      }
    }
  }
  step.parameters.insert(
      step.parameters.end(),
      {{"channels", int64_t{flat.channels}},
       {"activation_min", double{layer.range.min}},
       {"activation_max", double{layer.range.max}},
       {"bias", lowering.constant("Bias", Type::kFloat32, bias, "bias", 64)},
       {"offsets",
        lowering.constant("Offsets", Type::kInt32, offsets, "of taps")},
       {"weights", lowering.constant("Weights", Type::kFloat32, weights,
                                     "weights of sixteen channels", 64)}});
  step.lag_bytes = 0;
  step.cost.scratch_bytes = extent.scratch_bytes(4);
  step.cost.instructions = step.cost.macs / variant.lanes;
  return step;
}

}  // namespace mote
