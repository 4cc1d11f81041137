#include "lib/runner/kernel_registry.h"

#include <type_traits>
#include <utility>

#include "device/nn/add/add.h"
#include "device/nn/add/add_n.h"
#include "device/nn/add/broadcast_add.h"
#include "device/nn/add/fused_add.h"
#include "device/nn/arg/arg.h"
#include "device/nn/cast/cast.h"
#include "device/nn/circular_buffer/circular_buffer.h"
#include "device/nn/compare/compare.h"
#include "device/nn/conv/conv.h"
#include "device/nn/conv/conv_add.h"
#include "device/nn/conv/conv_int16.h"
#include "device/nn/conv/wide_conv.h"
#include "device/nn/conv/winograd_conv.h"
#include "device/nn/copy/copy.h"
#include "device/nn/cumsum/cumsum.h"
#include "device/nn/depthwise_conv/depthwise_conv.h"
#include "device/nn/depthwise_conv/depthwise_conv_int16.h"
#include "device/nn/depthwise_conv/wide_depthwise_conv.h"
#include "device/nn/detection/detection.h"
#include "device/nn/div/div.h"
#include "device/nn/div/div_int8.h"
#include "device/nn/div/floor_div.h"
#include "device/nn/elementwise/elementwise.h"
#include "device/nn/elementwise/int16.h"
#include "device/nn/elementwise/real.h"
#include "device/nn/fill/fill.h"
#include "device/nn/fully_connected/computed_weights.h"
#include "device/nn/fully_connected/fully_connected.h"
#include "device/nn/fully_connected/fully_connected_int16.h"
#include "device/nn/gather/embedding.h"
#include "device/nn/gather/gather.h"
#include "device/nn/gather/update_slice.h"
#include "device/nn/lookup/lookup.h"
#include "device/nn/lstm/lstm.h"
#include "device/nn/lstm/lstm_float.h"
#include "device/nn/matmul/matmul.h"
#include "device/nn/maximum/maximum.h"
#include "device/nn/mean/mean.h"
#include "device/nn/move/move.h"
#include "device/nn/mul/mul.h"
#include "device/nn/normalize/log_softmax_int8.h"
#include "device/nn/normalize/normalize.h"
#include "device/nn/pad/pad.h"
#include "device/nn/pick/pick.h"
#include "device/nn/pool/l2_pool.h"
#include "device/nn/pool/pool.h"
#include "device/nn/prelu/prelu.h"
#include "device/nn/quantize/quantize.h"
#include "device/nn/quantize/requantize_values.h"
#include "device/nn/reduce/reduce.h"
#include "device/nn/resize/resize_bilinear.h"
#include "device/nn/select/select.h"
#include "device/nn/shapes/broadcast_args.h"
#include "device/nn/signal/framing.h"
#include "device/nn/signal/signal.h"
#include "device/nn/signal/transform.h"
#include "device/nn/softmax/softmax.h"
#include "device/nn/softmax/softmax_int16.h"
#include "device/nn/squared_difference/squared_difference.h"
#include "device/nn/svdf/svdf.h"
#include "device/nn/transpose_conv/transpose_conv.h"

namespace mote {
namespace {

// Adapts a kernel to KernelCall: pointers to constants are its inputs, the
// others its outputs, the last one scratch memory.
template <auto kKernel>
struct Adapter;

template <typename P, typename... Pointers,
          void (*kKernel)(const P&, Pointers...)>
struct Adapter<kKernel> {
  static constexpr size_t kParamsBytes = sizeof(P);
  static constexpr size_t kPointers = sizeof...(Pointers);
  static constexpr bool kIsInput[kPointers] = {
      std::is_const_v<std::remove_pointer_t<Pointers>>...};

  static void call(const void* params, const void* const* inputs,
                   void* const* outputs, int8_t* scratch) {
    call_all(params, inputs, outputs, scratch,
             std::make_index_sequence<kPointers>());
  }

 private:
  // How many of the first `n` pointers are inputs.
  static constexpr size_t inputs_before(size_t n) {
    size_t count = 0;
    for (size_t i = 0; i < n; ++i) count += kIsInput[i] ? 1 : 0;
    return count;
  }

  template <typename Pointer, size_t kPlace>
  static Pointer pointer(const void* const* inputs, void* const* outputs,
                         int8_t* scratch) {
    constexpr size_t kInput = inputs_before(kPlace);
    if constexpr (kIsInput[kPlace]) {
      return static_cast<Pointer>(inputs[kInput]);
    } else if constexpr (kPlace + 1 < kPointers) {
      return static_cast<Pointer>(outputs[kPlace - kInput]);
    } else {
      return scratch;
    }
  }

  template <size_t... kPlaces>
  static void call_all(const void* params, const void* const* inputs,
                       void* const* outputs, int8_t* scratch,
                       std::index_sequence<kPlaces...>) {
    kKernel(*static_cast<const P*>(params),
            pointer<Pointers, kPlaces>(inputs, outputs, scratch)...);
  }
};

template <auto kKernel>
constexpr HostKernel row(const char* name) {
  return {name, Adapter<kKernel>::kParamsBytes, Adapter<kKernel>::call};
}

#define MOTE_KERNEL(name) row<&nn::name>(#name)

constexpr HostKernel kKernels[] = {
#if defined(__aarch64__)
    MOTE_KERNEL(dotprod::ConvInt8),
    MOTE_KERNEL(dotprod::DepthwiseConvInt8),
    MOTE_KERNEL(neon::AddInt8),
    MOTE_KERNEL(neon::AveragePoolInt8),
    MOTE_KERNEL(neon::ConvFloat),
    MOTE_KERNEL(neon::ConvInt8),
    MOTE_KERNEL(neon::DepthwiseConvFloat),
    MOTE_KERNEL(neon::DepthwiseConvInt8),
#elif defined(__x86_64__)
    MOTE_KERNEL(avx2::AddFloat),
    MOTE_KERNEL(avx2::AddInt8),
    MOTE_KERNEL(avx2::AveragePoolFloat),
    MOTE_KERNEL(avx2::AveragePoolInt8),
    MOTE_KERNEL(avx2::ConvFloat),
    MOTE_KERNEL(avx2::ConvInt8),
    MOTE_KERNEL(avx2::ConvSmallInt8),
    MOTE_KERNEL(avx2::ConvWinogradFloat),
    MOTE_KERNEL(avx2::DepthwiseConvFloat),
    MOTE_KERNEL(avx2::DepthwiseConvInt8),
    MOTE_KERNEL(avx2::FullyConnectedSmallInt8),
    MOTE_KERNEL(avx2::FusedAddInt8),
    MOTE_KERNEL(avx512::ConvFloat),
    MOTE_KERNEL(avx512::ConvWinogradFloat),
    MOTE_KERNEL(avx512::DepthwiseConvFloat),
    MOTE_KERNEL(avx512vnni::ConvInt8),
    MOTE_KERNEL(avx512vnni::DepthwiseConvInt8),
    MOTE_KERNEL(avxvnni::ConvInt8),
    MOTE_KERNEL(avxvnni::DepthwiseConvInt8),
#endif
    MOTE_KERNEL(litert::ConvInt8),
    MOTE_KERNEL(litert::DepthwiseConvInt8),
    MOTE_KERNEL(litert::FullyConnectedInt8),
    MOTE_KERNEL(litert::MeanInt8),
    MOTE_KERNEL(reference::AbsFloat),
    MOTE_KERNEL(reference::AddEightFloat),
    MOTE_KERNEL(reference::AddEightInt8),
    MOTE_KERNEL(reference::AddFiveFloat),
    MOTE_KERNEL(reference::AddFiveInt8),
    MOTE_KERNEL(reference::AddFloat),
    MOTE_KERNEL(reference::AddFourFloat),
    MOTE_KERNEL(reference::AddFourInt8),
    MOTE_KERNEL(reference::AddInt8),
    MOTE_KERNEL(reference::AddSevenFloat),
    MOTE_KERNEL(reference::AddSevenInt8),
    MOTE_KERNEL(reference::AddSixFloat),
    MOTE_KERNEL(reference::AddSixInt8),
    MOTE_KERNEL(reference::AddThreeFloat),
    MOTE_KERNEL(reference::AddThreeInt8),
    MOTE_KERNEL(reference::AddTwoFloat),
    MOTE_KERNEL(reference::AddTwoInt8),
    MOTE_KERNEL(reference::ArgFloat),
    MOTE_KERNEL(reference::ArgInt8),
    MOTE_KERNEL(reference::AveragePoolFloat),
    MOTE_KERNEL(reference::AveragePoolInt16),
    MOTE_KERNEL(reference::AveragePoolInt8),
    MOTE_KERNEL(reference::BroadcastAddFloat),
    MOTE_KERNEL(reference::BroadcastAddInt16),
    MOTE_KERNEL(reference::BroadcastAddInt32),
    MOTE_KERNEL(reference::BroadcastAddInt8),
    MOTE_KERNEL(reference::BroadcastArgsInt32),
    MOTE_KERNEL(reference::BroadcastArgsInt64),
    MOTE_KERNEL(reference::CastBoolToFloat),
    MOTE_KERNEL(reference::CastBoolToInt16),
    MOTE_KERNEL(reference::CastBoolToInt32),
    MOTE_KERNEL(reference::CastBoolToInt8),
    MOTE_KERNEL(reference::CircularBufferCyclesInt8),
    MOTE_KERNEL(reference::CircularBufferInt8),
    MOTE_KERNEL(reference::CastFloatToInt16),
    MOTE_KERNEL(reference::CastFloatToInt32),
    MOTE_KERNEL(reference::CastFloatToInt8),
    MOTE_KERNEL(reference::CastInt16ToFloat),
    MOTE_KERNEL(reference::CastInt16ToInt32),
    MOTE_KERNEL(reference::CastInt16ToInt8),
    MOTE_KERNEL(reference::CastInt32ToFloat),
    MOTE_KERNEL(reference::CastInt32ToInt16),
    MOTE_KERNEL(reference::CastInt32ToInt8),
    MOTE_KERNEL(reference::CastInt8ToFloat),
    MOTE_KERNEL(reference::CastInt8ToInt16),
    MOTE_KERNEL(reference::CastInt8ToInt32),
    MOTE_KERNEL(reference::CeilFloat),
    MOTE_KERNEL(reference::ClampFloat),
    MOTE_KERNEL(reference::CompareFloat),
    MOTE_KERNEL(reference::CompareInt32),
    MOTE_KERNEL(reference::CompareInt64),
    MOTE_KERNEL(reference::CompareInt8),
    MOTE_KERNEL(reference::ComputedWeightsFloat),
    MOTE_KERNEL(reference::ComputedWeightsInt8),
    MOTE_KERNEL(reference::ConvAddInt8),
    MOTE_KERNEL(reference::ConvFloat),
    MOTE_KERNEL(reference::ConvInt16),
    MOTE_KERNEL(reference::ConvInt16Short),
    MOTE_KERNEL(reference::ConvInt8),
    MOTE_KERNEL(reference::CopyBytes),
    MOTE_KERNEL(reference::CosineFloat),
    MOTE_KERNEL(reference::CumsumFloat),
    MOTE_KERNEL(reference::CumsumInt8),
    MOTE_KERNEL(reference::DepthwiseConvAddInt8),
    MOTE_KERNEL(reference::DepthwiseConvFloat),
    MOTE_KERNEL(reference::DepthwiseConvInt16),
    MOTE_KERNEL(reference::DepthwiseConvInt8),
    MOTE_KERNEL(reference::DequantizeInt16ToFloat),
    MOTE_KERNEL(reference::DequantizeInt8ToFloat),
    MOTE_KERNEL(reference::DequantizeUint8ToFloat),
    MOTE_KERNEL(reference::DetectBestClasses),
    MOTE_KERNEL(reference::DetectEachClass),
    MOTE_KERNEL(reference::DivFloat),
    MOTE_KERNEL(reference::DivInt32),
    MOTE_KERNEL(reference::DivInt8),
    MOTE_KERNEL(reference::EluFloat),
    MOTE_KERNEL(reference::EmbeddingFloat),
    MOTE_KERNEL(reference::ExponentialFloat),
    MOTE_KERNEL(reference::FftAutoScale),
    MOTE_KERNEL(reference::FillBytes),
    MOTE_KERNEL(reference::FilterBank),
    MOTE_KERNEL(reference::FilterBankLog),
    MOTE_KERNEL(reference::FilterBankSquareRoot),
    MOTE_KERNEL(reference::FloorDivFloat),
    MOTE_KERNEL(reference::FloorModFloat),
    MOTE_KERNEL(reference::FloorOfFloat),
    MOTE_KERNEL(reference::FullyConnectedFloat),
    MOTE_KERNEL(reference::FullyConnectedInt16),
    MOTE_KERNEL(reference::FullyConnectedInt16Short),
    MOTE_KERNEL(reference::FullyConnectedInt8),
    MOTE_KERNEL(reference::Gather),
    MOTE_KERNEL(reference::GatherNd),
    MOTE_KERNEL(reference::HardSwishFloat),
    MOTE_KERNEL(reference::IrfftFloat),
    MOTE_KERNEL(reference::IrfftInt16),
    MOTE_KERNEL(reference::IrfftInt32),
    MOTE_KERNEL(reference::L2NormalizeFloat),
    MOTE_KERNEL(reference::L2NormalizeInt8),
    MOTE_KERNEL(reference::L2PoolFloat),
    MOTE_KERNEL(reference::LeakyReluFloat),
    MOTE_KERNEL(reference::LogSoftmaxFloat),
    MOTE_KERNEL(reference::LogSoftmaxInt8),
    MOTE_KERNEL(reference::LogarithmFloat),
    MOTE_KERNEL(reference::Logical),
    MOTE_KERNEL(reference::LogisticFloat),
    MOTE_KERNEL(reference::LogisticInt16),
    MOTE_KERNEL(reference::LookupInt8),
    MOTE_KERNEL(reference::LstmFloat),
    MOTE_KERNEL(reference::LstmInt16),
    MOTE_KERNEL(reference::LstmInt8),
    MOTE_KERNEL(reference::MatmulFloat),
    MOTE_KERNEL(reference::MatmulInt16),
    MOTE_KERNEL(reference::MatmulInt8),
    MOTE_KERNEL(reference::MaxPoolFloat),
    MOTE_KERNEL(reference::MaxPoolInt16),
    MOTE_KERNEL(reference::MaxPoolInt8),
    MOTE_KERNEL(reference::MaximumFloat),
    MOTE_KERNEL(reference::MaximumInt16),
    MOTE_KERNEL(reference::MaximumInt32),
    MOTE_KERNEL(reference::MaximumInt64),
    MOTE_KERNEL(reference::MaximumInt8),
    MOTE_KERNEL(reference::MeanFloat),
    MOTE_KERNEL(reference::MeanInt8),
    MOTE_KERNEL(reference::MinimumFloat),
    MOTE_KERNEL(reference::MinimumInt16),
    MOTE_KERNEL(reference::MinimumInt32),
    MOTE_KERNEL(reference::MinimumInt64),
    MOTE_KERNEL(reference::MinimumInt8),
    MOTE_KERNEL(reference::MoveBytes),
    MOTE_KERNEL(reference::MulFloat),
    MOTE_KERNEL(reference::MulInt16),
    MOTE_KERNEL(reference::MulInt32),
    MOTE_KERNEL(reference::MulInt8),
    MOTE_KERNEL(reference::NegateFloat),
    MOTE_KERNEL(reference::PadFloat),
    MOTE_KERNEL(reference::PadInt16),
    MOTE_KERNEL(reference::PadInt32),
    MOTE_KERNEL(reference::PadInt8),
    MOTE_KERNEL(reference::Pcan),
    MOTE_KERNEL(reference::PickBytes),
    MOTE_KERNEL(reference::PreluFloat),
    MOTE_KERNEL(reference::PreluInt16),
    MOTE_KERNEL(reference::PreluInt8),
    MOTE_KERNEL(reference::QuantizeFloatToInt16),
    MOTE_KERNEL(reference::QuantizeFloatToInt8),
    MOTE_KERNEL(reference::ReciprocalRootFloat),
    MOTE_KERNEL(reference::ReduceAll),
    MOTE_KERNEL(reference::ReduceMaxFloat),
    MOTE_KERNEL(reference::ReduceMaxInt8),
    MOTE_KERNEL(reference::ReduceMinFloat),
    MOTE_KERNEL(reference::ReduceMinInt8),
    MOTE_KERNEL(reference::ReduceSumFloat),
    MOTE_KERNEL(reference::ReduceSumInt16),
    MOTE_KERNEL(reference::ReduceSumInt8),
    MOTE_KERNEL(reference::RequantizeInt16ToInt16),
    MOTE_KERNEL(reference::RequantizeInt16ToInt32),
    MOTE_KERNEL(reference::RequantizeInt16ToInt8),
    MOTE_KERNEL(reference::RequantizeInt32ToInt16),
    MOTE_KERNEL(reference::RequantizeInt32ToInt8),
    MOTE_KERNEL(reference::RequantizeInt8ToInt16),
    MOTE_KERNEL(reference::RequantizeInt8ToInt32),
    MOTE_KERNEL(reference::ResizeBilinearFloat),
    MOTE_KERNEL(reference::ResizeBilinearInt8),
    MOTE_KERNEL(reference::Rfft),
    MOTE_KERNEL(reference::RfftFloat),
    MOTE_KERNEL(reference::RfftInt32),
    MOTE_KERNEL(reference::RoundFloat),
    MOTE_KERNEL(reference::SelectBytes),
    MOTE_KERNEL(reference::SignalDelay),
    MOTE_KERNEL(reference::SignalEnergy),
    MOTE_KERNEL(reference::SignalFramer),
    MOTE_KERNEL(reference::SignalOverlapAddFloat),
    MOTE_KERNEL(reference::SignalOverlapAddInt16),
    MOTE_KERNEL(reference::SignalStacker),
    MOTE_KERNEL(reference::SignalWindow),
    MOTE_KERNEL(reference::SineOfFloat),
    MOTE_KERNEL(reference::SliceAt),
    MOTE_KERNEL(reference::SlopesInt16),
    MOTE_KERNEL(reference::SoftmaxFloat),
    MOTE_KERNEL(reference::SoftmaxInt16),
    MOTE_KERNEL(reference::SoftmaxInt8),
    MOTE_KERNEL(reference::SoftmaxInt8ToInt16),
    MOTE_KERNEL(reference::SpectralSubtraction),
    MOTE_KERNEL(reference::SquareFloat),
    MOTE_KERNEL(reference::SquareRootFloat),
    MOTE_KERNEL(reference::SquaredDifferenceFloat),
    MOTE_KERNEL(reference::SquaredDifferenceInt16),
    MOTE_KERNEL(reference::SquaredDifferenceInt32),
    MOTE_KERNEL(reference::SquaredDifferenceInt8),
    MOTE_KERNEL(reference::SvdfFloat),
    MOTE_KERNEL(reference::SvdfInt16State),
    MOTE_KERNEL(reference::SvdfInt8),
    MOTE_KERNEL(reference::TanhInt16),
    MOTE_KERNEL(reference::TanhOfFloat),
    MOTE_KERNEL(reference::TransposeConvFloat),
    MOTE_KERNEL(reference::TransposeConvInt16),
    MOTE_KERNEL(reference::TransposeConvInt8),
    MOTE_KERNEL(reference::TwoLookupsInt8),
    MOTE_KERNEL(reference::UpdateSlice),
};

}  // namespace

const HostKernel* find_host_kernel(const std::string& name) {
  for (const HostKernel& kernel : kKernels) {
    if (name == kernel.name) return &kernel;
  }
  return nullptr;
}

}  // namespace mote
