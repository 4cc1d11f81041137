#include "device/nn/conv/wide_conv_tiles.h"
#include "device/nn/wide_avx2.h"

namespace mote {
namespace nn {
namespace avxvnni {
namespace {

// Groups of four bytes, summed in 32 bits.
struct Bytes : ByteImage {
  using Weight = int8_t;
  using Vector = __m256i;
  static constexpr int kLanes = 8, kGroup = 4, kRegisters = 16;
  static constexpr bool kHasLanes = false;

  static __m256i Load(const int8_t* weights) { return nn::Load(weights); }
  static __m256i Broadcast(const uint8_t* values) {
    return BroadcastWord(values);
  }
  static void MultiplyAdd(__m256i& sum, __m256i x, __m256i w) {
    sum = _mm256_dpbusd_avx_epi32(sum, x, w);
    asm("" : "+x"(sum));  // else gcc reorders and spills
  }
  static __m256i Add(__m256i a, __m256i b) { return _mm256_add_epi32(a, b); }
};

}  // namespace

void ConvInt8(const WideConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  WideConvInt8<Bytes, Int8Output, Fused, FusedSigned, Closed>(p, input, output,
                                                              scratch);
}

}  // namespace avxvnni
}  // namespace nn
}  // namespace mote
