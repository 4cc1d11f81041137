#include "lib/compiler/kernels/code_size.h"

#include <map>

namespace mote {

int64_t kernel_code_bytes(const std::string& kernel) {
  static const std::map<std::string, int64_t> sizes = {
      {"armv6m::ConvInt8", 2332},
      {"armv6m::DepthwiseConvInt8", 2500},
      {"armv6m::FullyConnectedInt8", 900},
      {"armv6m::FullyConnectedLongInt8", 900},
      {"armv7em::AddInt8", 260},
      {"armv7em::AveragePoolInt8", 480},
      {"armv7em::ConvInt8", 2900},
      {"armv7em::ConvReluInt8", 2700},
      {"armv7em::DepthwiseConv3x3Int8", 1104},
      {"armv7em::DepthwiseConv3x3MixedInt8", 1900},
      {"armv7em::DepthwiseConv3x3ReluInt8", 1300},
      {"armv7em::DepthwiseConvInt8", 908},
      {"armv7em::FullyConnectedInt8", 900},
      {"armv7em::FullyConnectedLongInt8", 860},
      {"armv7em::FullyConnectedNarrowInt8", 820},
      {"armv7em::FullyConnectedNarrowUniformInt8", 800},
      {"armv7em::FullyConnectedPlainInt8", 792},
      {"armv7em::FullyConnectedUniformInt8", 880},
      {"armv7em::PointwiseInt8", 1740},
      {"armv7em::PointwiseReluInt8", 1540},
      {"armv7m::ConvInt8", 2108},
      {"armv7m::DepthwiseConvInt8", 2676},
      {"armv7m::FullyConnectedInt8", 650},
      {"armv7m::FullyConnectedLongInt8", 650},
      {"armv7em::RowDepthwiseConvInt8", 1180},
      {"armv7em::ShortAddInt8", 160},
      {"mve::ConvInt8", 1300},
      {"mve::ConvReluInt8", 1250},
      {"mve::DepthwiseConvInt8", 1750},
      {"mve::DepthwiseConvReluInt8", 1650},
      {"mve::FullyConnectedInt8", 360},
      {"mve::FullyConnectedReluInt8", 350},
      {"mve::RowDepthwiseConvInt8", 700},
      {"mve::RowDepthwiseConvReluInt8", 690},
      {"mve::ShortAddInt8", 64},
      {"reference::AddFloat", 888},
      {"reference::AddInt8", 440},
      {"reference::AveragePoolFloat", 2060},
      {"reference::AveragePoolInt8", 484},
      {"reference::ClampFloat", 324},
      {"reference::ConvFloat", 2212},
      {"reference::ConvInt8", 756},
      {"reference::CopyBytes", 44},
      {"reference::DepthwiseConvFloat", 2252},
      {"reference::DepthwiseConvInt8", 684},
      {"reference::DequantizeInt8ToFloat", 1264},
      {"reference::FullyConnectedFloat", 1728},
      {"reference::FullyConnectedInt8", 296},
      {"reference::LogisticFloat", 2032},
      {"reference::LookupInt8", 48},
      {"reference::MaxPoolFloat", 876},
      {"reference::MaxPoolInt8", 432},
      {"reference::MeanFloat", 1360},
      {"reference::MeanInt8", 228},
      {"reference::PadFloat", 236},
      {"reference::PadInt8", 188},
      {"reference::QuantizeFloatToInt8", 1704},
      {"reference::SoftmaxFloat", 2020},
      {"reference::SoftmaxInt8", 1260},
      {"tabulated::AddInt8", 90},
      {"rv32::ConvInt8", 1790},
      {"rv32::DepthwiseConvInt8", 2556},
      {"rv32::FullyConnectedInt8", 600},
      {"rv32::FullyConnectedLongInt8", 600},
  };
  constexpr int64_t kUnknown = 1000;  // kernels of this host
  const auto size = sizes.find(kernel);
  return size == sizes.end() ? kUnknown : size->second;
}

}  // namespace mote
