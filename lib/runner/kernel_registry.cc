#include "lib/runner/kernel_registry.h"

#include "device/nn/add/add.h"
#include "device/nn/add/broadcast_add.h"
#include "device/nn/add/fused_add.h"
#include "device/nn/conv/conv.h"
#include "device/nn/conv/wide_conv.h"
#include "device/nn/copy/copy.h"
#include "device/nn/depthwise_conv/depthwise_conv.h"
#include "device/nn/depthwise_conv/wide_depthwise_conv.h"
#include "device/nn/div/div.h"
#include "device/nn/elementwise/elementwise.h"
#include "device/nn/fully_connected/fully_connected.h"
#include "device/nn/lookup/lookup.h"
#include "device/nn/maximum/maximum.h"
#include "device/nn/mean/mean.h"
#include "device/nn/move/move.h"
#include "device/nn/mul/mul.h"
#include "device/nn/pad/pad.h"
#include "device/nn/pool/pool.h"
#include "device/nn/quantize/quantize.h"
#include "device/nn/quantize/requantize_values.h"
#include "device/nn/softmax/softmax.h"

namespace mote {
namespace {

// Adapts a kernel of one input, or of two, to KernelCall.
template <auto kKernel>
struct Adapter;

template <typename P, typename I, typename O,
          void (*kKernel)(const P&, const I*, O*, int8_t*)>
struct Adapter<kKernel> {
  static constexpr size_t kParamsBytes = sizeof(P);
  static void call(const void* params, const void* const* inputs,
                   void* const* outputs, int8_t* scratch) {
    kKernel(*static_cast<const P*>(params), static_cast<const I*>(inputs[0]),
            static_cast<O*>(outputs[0]), scratch);
  }
};

template <typename P, typename I, typename O,
          void (*kKernel)(const P&, const I*, const I*, O*, int8_t*)>
struct Adapter<kKernel> {
  static constexpr size_t kParamsBytes = sizeof(P);
  static void call(const void* params, const void* const* inputs,
                   void* const* outputs, int8_t* scratch) {
    kKernel(*static_cast<const P*>(params), static_cast<const I*>(inputs[0]),
            static_cast<const I*>(inputs[1]), static_cast<O*>(outputs[0]),
            scratch);
  }
};

template <auto kKernel>
constexpr HostKernel row(const char* name) {
  return {name, Adapter<kKernel>::kParamsBytes, Adapter<kKernel>::call};
}

#define MOTE_KERNEL(name) row<&nn::name>(#name)

constexpr HostKernel kKernels[] = {
    MOTE_KERNEL(avx2::AddFloat),
    MOTE_KERNEL(avx2::AddInt8),
    MOTE_KERNEL(avx2::AveragePoolFloat),
    MOTE_KERNEL(avx2::AveragePoolInt8),
    MOTE_KERNEL(avx2::ConvFloat),
    MOTE_KERNEL(avx2::ConvInt8),
    MOTE_KERNEL(avx2::ConvSmallInt8),
    MOTE_KERNEL(avx2::DepthwiseConvFloat),
    MOTE_KERNEL(avx2::DepthwiseConvInt8),
    MOTE_KERNEL(avx2::FusedAddInt8),
    MOTE_KERNEL(avx512::ConvFloat),
    MOTE_KERNEL(avx512::DepthwiseConvFloat),
    MOTE_KERNEL(avx512vnni::ConvInt8),
    MOTE_KERNEL(avx512vnni::DepthwiseConvInt8),
    MOTE_KERNEL(avxvnni::ConvInt8),
    MOTE_KERNEL(avxvnni::DepthwiseConvInt8),
    MOTE_KERNEL(reference::AddFloat),
    MOTE_KERNEL(reference::AddInt8),
    MOTE_KERNEL(reference::AveragePoolFloat),
    MOTE_KERNEL(reference::AveragePoolInt8),
    MOTE_KERNEL(reference::BroadcastAddFloat),
    MOTE_KERNEL(reference::BroadcastAddInt16),
    MOTE_KERNEL(reference::BroadcastAddInt32),
    MOTE_KERNEL(reference::BroadcastAddInt8),
    MOTE_KERNEL(reference::ClampFloat),
    MOTE_KERNEL(reference::ConvFloat),
    MOTE_KERNEL(reference::ConvInt8),
    MOTE_KERNEL(reference::CopyBytes),
    MOTE_KERNEL(reference::DepthwiseConvFloat),
    MOTE_KERNEL(reference::DepthwiseConvInt8),
    MOTE_KERNEL(reference::DequantizeInt16ToFloat),
    MOTE_KERNEL(reference::DequantizeInt8ToFloat),
    MOTE_KERNEL(reference::DequantizeUint8ToFloat),
    MOTE_KERNEL(reference::DivFloat),
    MOTE_KERNEL(reference::DivInt32),
    MOTE_KERNEL(reference::FullyConnectedFloat),
    MOTE_KERNEL(reference::FullyConnectedInt8),
    MOTE_KERNEL(reference::LogisticFloat),
    MOTE_KERNEL(reference::LookupInt8),
    MOTE_KERNEL(reference::MaxPoolFloat),
    MOTE_KERNEL(reference::MaxPoolInt8),
    MOTE_KERNEL(reference::MaximumFloat),
    MOTE_KERNEL(reference::MaximumInt16),
    MOTE_KERNEL(reference::MaximumInt32),
    MOTE_KERNEL(reference::MaximumInt8),
    MOTE_KERNEL(reference::MeanFloat),
    MOTE_KERNEL(reference::MeanInt8),
    MOTE_KERNEL(reference::MinimumFloat),
    MOTE_KERNEL(reference::MinimumInt16),
    MOTE_KERNEL(reference::MinimumInt32),
    MOTE_KERNEL(reference::MinimumInt8),
    MOTE_KERNEL(reference::MoveBytes),
    MOTE_KERNEL(reference::MulFloat),
    MOTE_KERNEL(reference::MulInt16),
    MOTE_KERNEL(reference::MulInt32),
    MOTE_KERNEL(reference::MulInt8),
    MOTE_KERNEL(reference::PadFloat),
    MOTE_KERNEL(reference::PadInt8),
    MOTE_KERNEL(reference::QuantizeFloatToInt16),
    MOTE_KERNEL(reference::QuantizeFloatToInt8),
    MOTE_KERNEL(reference::RequantizeInt16ToInt16),
    MOTE_KERNEL(reference::RequantizeInt16ToInt32),
    MOTE_KERNEL(reference::RequantizeInt16ToInt8),
    MOTE_KERNEL(reference::RequantizeInt32ToInt16),
    MOTE_KERNEL(reference::RequantizeInt32ToInt8),
    MOTE_KERNEL(reference::RequantizeInt8ToInt16),
    MOTE_KERNEL(reference::RequantizeInt8ToInt32),
    MOTE_KERNEL(reference::SoftmaxFloat),
    MOTE_KERNEL(reference::SoftmaxInt8),
};

}  // namespace

const HostKernel* find_host_kernel(const std::string& name) {
  for (const HostKernel& kernel : kKernels) {
    if (name == kernel.name) return &kernel;
  }
  return nullptr;
}

}  // namespace mote
