#include <algorithm>

#include "lib/compiler/kernels/small_pairs.h"
#include "lib/compiler/kernels/wide_layout.h"

namespace mote {
namespace {

// A kernel of device/nn/conv/wide_conv.h.
struct Variant {
  std::string isa;     // its namespace
  std::string kernel;  // its name there
  std::string source;  // the ending of its file
  int lanes, group;
  int bytes;  // a value of its image

  bool reads_input() const { return isa == "neon" || isa == "dotprod"; }
  bool has_32_registers() const { return lanes == 16 || reads_input(); }
  bool has_byte_weights() const { return bytes == 1 || isa == "simd128"; }
  // Of bytes: moved by 128 to be unsigned.
  bool moved() const { return bytes == 1 && !reads_input(); }
};

// 1x1 without stride: the image as one row.
nn::Window flattened(const nn::Window& w) {
  if (w.kernel_height != 1 || w.kernel_width != 1 || w.stride_height != 1 ||
      w.stride_width != 1) {
    return w;
  }
  nn::Window flat = w;
  flat.input_width = flat.output_width = w.output_height * w.output_width;
  flat.input_height = flat.output_height = 1;
  return flat;
}

// Runs of neighbouring taps: whole kernel rows, or single taps if dilated.
struct Runs {
  int32_t count = 0, values = 0, length = 0;  // length: filled up to groups
  std::vector<int32_t> offsets;
};

Runs runs_of(const nn::Window& w, int32_t channels, int64_t pitch,
             int32_t group) {
  Runs runs;
  const bool single = w.dilation_width > 1;
  runs.values = (single ? 1 : w.kernel_width) * channels;
  runs.length = (runs.values + group - 1) / group * group;
  for (int32_t i = 0; i < w.kernel_height; ++i) {
    for (int32_t j = 0; j < (single ? w.kernel_width : 1); ++j) {
      runs.offsets.push_back(
          static_cast<int32_t>(i * w.dilation_height * pitch) +
          j * w.dilation_width * channels);
    }
  }
  runs.count = static_cast<int32_t>(runs.offsets.size());
  return runs;
}

// Weights of type T of int8 or float ones in the model's order.
template <typename T, typename W>
std::vector<T> pack(const std::vector<W>& weights, int32_t channels,
                    const Runs& runs, const Variant& variant,
                    const std::vector<int32_t>& blocks) {
  std::vector<T> packed;
  const int32_t row = runs.count * runs.values;
  int32_t first = 0;
  for (const int32_t vectors : blocks) {
    const int32_t lanes = vectors * variant.lanes;
    for (int32_t r = 0; r < runs.count; ++r) {
      for (int32_t k = 0; k < runs.length; k += variant.group) {
        for (int32_t lane = 0; lane < lanes; ++lane) {
          for (int32_t g = k; g < k + variant.group; ++g) {
            const int32_t c = first + lane;
            const bool real = c < channels && g < runs.values;
            packed.push_back(
                real ? static_cast<T>(weights[c * row + r * runs.values + g])
                     : T{});
          }
        }
      }
    }
    first += lanes;
  }
  return packed;
}

// How a layer lies on a variant.
struct Layout {
  nn::Window window;
  WideExtent extent;
  bool in_input = false;  // the kernel reads the input itself
  Runs runs;
  int32_t block;
  std::vector<int32_t> blocks;
  int32_t vectors = 0;
};

// Whether there is no border, and groups end where the input's runs do.
bool lies_in_input(const nn::Window& w, int64_t channels,
                   const WideExtent& extent, const Variant& variant) {
  const int64_t run = (w.dilation_width > 1 ? 1 : w.kernel_width) * channels;
  return variant.reads_input() && w.pad_top == 0 && w.pad_left == 0 &&
         extent.rows <= w.input_height &&
         extent.pitch <= w.input_width * channels && run % variant.group == 0;
}

template <typename Layer>
Layout layout_of(const Layer& layer, const Variant& variant) {
  Layout layout;
  layout.window = flattened(layer.window);
  const nn::Window& w = layout.window;
  layout.extent = wide_extent(w, layer.input_channels);
  layout.in_input =
      lies_in_input(w, layer.input_channels, layout.extent, variant);
  if (layout.in_input) {
    layout.extent.pitch = int64_t{w.input_width} * layer.input_channels;
  }
  layout.runs =
      runs_of(w, layer.input_channels, layout.extent.pitch, variant.group);
  layout.block = wide_block(variant.lanes, variant.has_32_registers(),
                            layer.output_channels, w.output_width);
  layout.blocks =
      wide_blocks(variant.lanes, layer.output_channels, layout.block);
  for (const int32_t vectors : layout.blocks) layout.vectors += vectors;
  return layout;
}

// Step::lag_bytes. An image is whole before the first output is written; the
// input itself is still read by later blocks of channels, and where there is
// one block by the pixels behind a tile.
template <typename Layer>
int64_t lag_of(const Layer& layer, const Layout& layout, bool reads_input) {
  if (!reads_input) return 0;
  const nn::Window& w = layout.window;
  const bool in_order =
      w.kernel_height == 1 && w.kernel_width == 1 && w.output_height == 1 &&
      w.input_width == w.output_width &&
      (layer.output_channels <= layer.input_channels || w.output_width == 1);
  return in_order && layout.blocks.size() == 1 ? 0 : -1;
}

template <typename Layer>
void append_shape(Step& step, const Layer& layer, const Layout& layout,
                  int32_t zero_point, bool in_input) {
  const nn::Window& w = layout.window;
  step.parameters = wide_image_fields(w, layer.input_channels, zero_point,
                                      in_input ? WideExtent{} : layout.extent,
                                      "shape.image.");
  step.parameters.insert(
      step.parameters.end(),
      {{"shape.output_height", int64_t{w.output_height}},
       {"shape.output_width", int64_t{w.output_width}},
       {"shape.row_step", w.stride_height * layout.extent.pitch},
       {"shape.column_step", int64_t{w.stride_width} * layer.input_channels},
       {"shape.runs", int64_t{layout.runs.count}},
       {"shape.run_length", int64_t{layout.runs.length}},
       {"shape.block", int64_t{layout.block}}});
}

void append_offsets(Step& step, const Runs& runs, Lowering& lowering) {
  step.parameters.push_back(
      {"offsets",
       lowering.constant("Offsets", Type::kInt32, runs.offsets, "runs")});
}

void name_kernel(Step& step, const Variant& variant) {
  step.kernel = variant.isa + "::" + variant.kernel;
  step.header = "device/nn/conv/wide_conv.h";
  step.sources = {"device/nn/conv/wide_conv_" + variant.source + ".cc"};
}

std::vector<ChannelSum> sums_of(const ConvLayer& layer) {
  const int32_t row = layer.taps() * layer.input_channels;
  std::vector<ChannelSum> sums;
  for (int32_t o = 0; o < layer.output_channels; ++o) {
    const auto begin = layer.weights.begin() + std::ptrdiff_t{o} * row;
    sums.push_back({{begin, begin + row}, layer.bias[o], layer.multipliers[o]});
  }
  return sums;
}

Variant int8_variant(const ConvLayer& layer, const Target& target) {
  if (has_neon(target)) return {target.isa, "ConvInt8", target.isa, 4, 4, 1};
  if (has_simd128(target)) return {"simd128", "ConvInt8", "simd128", 4, 2, 2};
  if (target.isa == "avx512vnni") {
    return {"avx512vnni", "ConvInt8", "vnni", 16, 4, 1};
  }
  if (target.isa == "avxvnni")
    return {"avxvnni", "ConvInt8", "avxvnni", 8, 4, 1};
  if (has_small_pairs(layer)) return {"avx2", "ConvSmallInt8", "avx2", 8, 4, 1};
  return {"avx2", "ConvInt8", "avx2", 8, 2, 2};
}

Variant float_variant(const Target& target) {
  if (has_neon(target)) return {"neon", "ConvFloat", "neon", 4, 1, 4};
  if (has_avx512(target)) return {"avx512", "ConvFloat", "avx512", 16, 1, 4};
  return {"avx2", "ConvFloat", "avx2", 8, 1, 4};
}

Location int8_weights(const ConvLayer& layer, const Layout& layout,
                      const Variant& variant, Lowering& lowering) {
  const char* comment = "weights, a lane's neighbours together";
  if (variant.has_byte_weights()) {
    return lowering.constant("Weights", Type::kInt8,
                             pack<int8_t>(layer.weights, layer.output_channels,
                                          layout.runs, variant, layout.blocks),
                             comment, 64);
  }
  return lowering.constant("Weights", Type::kInt16,
                           pack<int16_t>(layer.weights, layer.output_channels,
                                         layout.runs, variant, layout.blocks),
                           comment, 64);
}

Step int8_step(Step step, const ConvLayer& layer,
               const std::vector<ChannelSum>& sums, const Variant& variant,
               Lowering& lowering) {
  const Layout layout = layout_of(layer, variant);
  name_kernel(step, variant);
  step.parameter_type = "WideConvParams";
  append_shape(step, layer, layout, layer.input_zero_point, layout.in_input);
  append_wide_output(step, layer, sums, layout.vectors, variant.lanes,
                     variant.moved(), lowering);
  append_offsets(step, layout.runs, lowering);
  step.parameters.push_back(
      {"weights", int8_weights(layer, layout, variant, lowering)});
  step.comment = layer.comment;
  step.lag_bytes = lag_of(layer, layout, layout.in_input);
  if (!layout.in_input) {
    step.cost.scratch_bytes = layout.extent.scratch_bytes(variant.bytes);
  }
  step.cost.macs = layer.macs;
  step.cost.instructions = layer.macs / (variant.lanes * variant.group / 2);
  return step;
}

}  // namespace

bool has_avx2(const Target& target) { return target.isa.rfind("avx", 0) == 0; }

bool has_avx512(const Target& target) {
  return target.isa.rfind("avx512", 0) == 0;
}

bool has_neon(const Target& target) {
  return target.isa == "neon" || target.isa == "dotprod";
}

bool has_simd128(const Target& target) { return target.isa == "simd128"; }

bool has_wide(const Target& target) {
  return has_avx2(target) || has_neon(target) || has_simd128(target);
}

bool has_wide_floats(const Target& target) {
  return has_avx2(target) || has_neon(target);
}

std::optional<Step> wide_conv(Step step, const ConvLayer& layer,
                              Lowering& lowering) {
  const std::vector<ChannelSum> sums = sums_of(layer);
  if (!wide_exact(layer, sums, lowering.target())) return std::nullopt;
  if (!wide_weights_fit(layer, lowering.target())) return std::nullopt;
  const Variant variant = int8_variant(layer, lowering.target());
  const nn::Window& w = layer.window;
  if (variant.isa == "avx2" && variant.group == 2 &&
      w.output_height * w.output_width == 1) {
    if (const auto order = small_pair_order(layer)) {
      Step ordered = int8_step(
          step, reordered(layer, *order), sums,
          {"avx2", "FullyConnectedSmallInt8", "avx2", 8, 4, 1}, lowering);
      ordered.parameter_type = "WideOrderedParams";
      ordered.parameters.push_back(
          {"order", lowering.constant("Order", Type::kInt8, *order,
                                      "of every sixteen inputs", 16)});
      return ordered;
    }
  }
  return int8_step(step, layer, sums, variant, lowering);
}

std::optional<Step> wide_float_conv(Step step, const FloatLayer& layer,
                                    Lowering& lowering) {
  if (auto fast = winograd_float_conv(step, layer, lowering)) return fast;
  const Variant variant = float_variant(lowering.target());
  const Layout layout = layout_of(layer, variant);
  const nn::Window& w = layout.window;
  const bool as_it_is =
      layout.in_input ||
      (w.pad_top == 0 && w.pad_left == 0 &&
       layout.extent.pitch <= int64_t{w.input_width} * layer.input_channels &&
       w.kernel_height == 1 && w.kernel_width == 1 && w.output_height == 1);
  name_kernel(step, variant);
  step.parameter_type = "WideConvFloatParams";
  append_shape(step, layer, layout, 0, as_it_is);
  std::vector<float> bias = layer.bias;
  bias.resize(static_cast<size_t>(layout.vectors) * variant.lanes);
  step.parameters.insert(
      step.parameters.end(),
      {{"output_channels", int64_t{layer.output_channels}},
       {"activation_min", double{layer.range.min}},
       {"activation_max", double{layer.range.max}},
       {"bias", lowering.constant("Bias", Type::kFloat32, bias, "bias", 64)}});
  append_offsets(step, layout.runs, lowering);
  step.parameters.push_back(
      {"weights",
       lowering.constant("Weights", Type::kFloat32,
                         pack<float>(layer.weights, layer.output_channels,
                                     layout.runs, variant, layout.blocks),
                         "weights, a vector of channels a tap", 64)});
  step.lag_bytes = lag_of(layer, layout, as_it_is);
  if (!as_it_is) step.cost.scratch_bytes = layout.extent.scratch_bytes(4);
  step.cost.instructions = step.cost.macs / variant.lanes;
  return step;
}

}  // namespace mote
