#include <algorithm>
#include <array>

#include "lib/compiler/kernels/wide_layout.h"

namespace mote {
namespace {

using Tile = std::array<double, 16>;

// G g G^T of the 3x3 weights g of an output and an input channel, with
// G = {1 0 0, 1/2 1/2 1/2, 1/2 -1/2 1/2, 0 0 1}.
Tile transformed(const FloatLayer& layer, int32_t output, int32_t input) {
  const auto ends = [](double a, double b, double c) {
    return std::array{a, (a + b + c) / 2, (a - b + c) / 2, c};
  };
  const auto weight = [&](int32_t y, int32_t x) {
    const size_t tap = static_cast<size_t>(output * 3 + y) * 3 + x;
    return double{layer.weights[tap * layer.input_channels + input]};
  };
  std::array<std::array<double, 4>, 3> columns;
  for (int32_t x = 0; x < 3; ++x) {
    columns[x] = ends(weight(0, x), weight(1, x), weight(2, x));
  }
  Tile tile;
  for (size_t y = 0; y < 4; ++y) {
    const auto row = ends(columns[0][y], columns[1][y], columns[2][y]);
    std::copy(row.begin(), row.end(), tile.begin() + 4 * y);
  }
  return tile;
}

// Sixteen matrices: for every block of channels a row for each input channel.
std::vector<float> pack(const FloatLayer& layer,
                        const std::vector<int32_t>& blocks, int32_t lanes) {
  const size_t inputs = layer.input_channels;
  const size_t matrix = inputs * layer.output_channels;
  std::vector<float> packed(16 * matrix);
  size_t at = 0;
  int32_t first = 0;
  for (const int32_t vectors : blocks) {
    for (int32_t k = 0; k < layer.input_channels; ++k) {
      for (int32_t o = first; o < first + vectors * lanes; ++o, ++at) {
        const Tile tile = transformed(layer, o, k);
        for (size_t i = 0; i < 16; ++i) {
          packed[i * matrix + at] = static_cast<float>(tile[i]);
        }
      }
    }
    first += vectors * lanes;
  }
  return packed;
}

bool suits(const FloatLayer& layer, int32_t lanes) {
  const nn::Window& w = layer.window;
  return w.kernel_height == 3 && w.kernel_width == 3 && w.stride_height == 1 &&
         w.stride_width == 1 && w.dilation_height == 1 &&
         w.dilation_width == 1 && layer.input_channels % lanes == 0 &&
         layer.output_channels % lanes == 0 && w.output_height > 1 &&
         w.output_width > 1;
}

}  // namespace

std::optional<Step> winograd_float_conv(Step step, const FloatLayer& layer,
                                        Lowering& lowering) {
  constexpr int32_t kTogether =
      18;  // three times the pixels that registers take
  const bool wider = has_avx512(lowering.target());
  const int32_t lanes = wider ? 16 : 8;
  if (!has_avx2(lowering.target()) || !suits(layer, lanes)) return std::nullopt;
  const nn::Window& w = layer.window;
  const int64_t down = (w.output_height + 1) / 2;
  const int64_t across = (w.output_width + 1) / 2;
  const WideExtent extent{2 * down + 2,
                          (2 * across + 2) * layer.input_channels};
  const int64_t together = std::min<int64_t>(down * across, kTogether);
  const int32_t block =
      wide_block(lanes, wider, layer.output_channels, together);
  const std::string isa = wider ? "avx512" : "avx2";
  step.kernel = isa + "::ConvWinogradFloat";
  step.header = "device/nn/conv/winograd_conv.h";
  step.sources = {"device/nn/conv/winograd_conv_" + isa + ".cc"};
  step.parameter_type = "WinogradConvFloatParams";
  step.parameters =
      wide_image_fields(w, layer.input_channels, 0, extent, "image.");
  step.parameters.insert(
      step.parameters.end(),
      {{"output_height", int64_t{w.output_height}},
       {"output_width", int64_t{w.output_width}},
       {"output_channels", int64_t{layer.output_channels}},
       {"tiles_down", down},
       {"tiles_across", across},
       {"tiles_together", together},
       {"block", int64_t{block}},
       {"activation_min", double{layer.range.min}},
       {"activation_max", double{layer.range.max}},
       {"bias",
        lowering.constant("Bias", Type::kFloat32, layer.bias, "bias", 64)},
       {"weights",
        lowering.constant(
            "Weights", Type::kFloat32,
            pack(layer, wide_blocks(lanes, layer.output_channels, block),
                 lanes),
            "transformed weights, sixteen matrices", 64)}});
  step.lag_bytes = 0;  // the image is whole before an output is written
  step.cost.scratch_bytes =
      extent.scratch_bytes(4) +
      int64_t{64} * together * (layer.input_channels + layer.output_channels);
  step.cost.instructions = step.cost.macs / (2 * lanes);
  return step;
}

}  // namespace mote
