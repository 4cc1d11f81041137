#include "device/nn/conv/wide_conv.h"
#include "device/nn/wide_avx2.h"

namespace mote {
namespace nn {
namespace avx2 {
namespace {

// One tile: kPixels neighbouring outputs of a row, kVectors * 8 channels.
struct TileArguments {
  const WideConvParams& params;
  const int16_t* values;  // of the first output's window
  const int16_t* weights;
  const int32_t* quantization;
  int8_t* output;
  int32_t channels;  // real ones
};

inline __m256i BroadcastPair(const int16_t* values) {
  int32_t pair;
  __builtin_memcpy(&pair, values, 4);
  return _mm256_set1_epi32(pair);
}

template <int kPixels, int kVectors, bool kRelu>
inline void Tile(const TileArguments& a, const Writer& writer) {
  const WideConvParams& p = a.params;
  __m256i sums[kPixels][kVectors];
  for (int v = 0; v < kVectors; ++v) {
    const __m256i bias = Load(a.quantization + v * kWideWordsOfEight);
    for (int i = 0; i < kPixels; ++i) sums[i][v] = bias;
  }
  const int16_t* weights = a.weights;
  const int32_t step = p.column_step;
  for (int32_t run = 0; run < p.runs; ++run) {
    const int16_t* values = a.values + p.offsets[run];
    for (int32_t k = 0; k < p.run_length; k += 2) {
      __m256i w[kVectors];
      for (int v = 0; v < kVectors; ++v) w[v] = Load(weights + 16 * v);
      weights += 16 * kVectors;
      for (int i = 0; i < kPixels; ++i) {
        const __m256i x = BroadcastPair(values + i * step + k);
        for (int v = 0; v < kVectors; ++v) {
          sums[i][v] = _mm256_add_epi32(sums[i][v], _mm256_madd_epi16(x, w[v]));
          asm("" : "+x"(sums[i][v]));  // else gcc reorders and spills
        }
      }
    }
  }
  int8_t* output = a.output;
  for (int i = 0; i < kPixels; ++i, output += p.output.channels) {
    const __m256i first = Scale<kRelu>(sums[i][0], a.quantization);
    if (kVectors == 1) {
      writer.Eight(first, a.channels, output);
    } else {
      const __m256i second = Scale<kRelu>(sums[i][kVectors - 1],
                                          a.quantization + kWideWordsOfEight);
      writer.Sixteen(first, second, a.channels, output);
    }
  }
}

// All outputs of a row, for the channels of one block of weights.
template <int kVectors, bool kRelu>
void Row(TileArguments a, const Writer& writer) {
  constexpr int kMost = kVectors == 1 ? 8 : 6;
  int32_t left = a.params.output_width;
  const auto advance = [&](int32_t pixels) {
    a.values += pixels * a.params.column_step;
    a.output += pixels * a.params.output.channels;
    left -= pixels;
  };
  for (; left >= kMost; advance(kMost)) {
    Tile<kMost, kVectors, kRelu>(a, writer);
  }
  for (; left >= 4; advance(4)) Tile<4, kVectors, kRelu>(a, writer);
  for (; left >= 2; advance(2)) Tile<2, kVectors, kRelu>(a, writer);
  for (; left >= 1; advance(1)) Tile<1, kVectors, kRelu>(a, writer);
}

template <bool kRelu>
void Conv(const WideConvParams& p, const int16_t* image, int8_t* output) {
  const Writer writer(p.output);
  const int32_t taps = p.runs * p.run_length;
  for (int32_t y = 0; y < p.output_height; ++y) {
    const int16_t* weights = p.weights;
    const int32_t* quantization = p.quantization;
    for (int32_t o = 0; o < p.output.channels; o += 16) {
      const int32_t left = p.output.channels - o;
      const TileArguments a = {
          p,
          image + y * p.row_step,
          weights,
          quantization,
          output + y * p.output_width * p.output.channels + o,
          left};
      if (left > 8) {
        Row<2, kRelu>(a, writer);
      } else {
        Row<1, kRelu>(a, writer);
      }
      weights += 16 * taps;
      quantization += 2 * kWideWordsOfEight;
    }
  }
}

}  // namespace

void ConvInt8(const WideConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  int16_t* image = reinterpret_cast<int16_t*>(scratch);
  WidenImage(p.image, input, image);
  Fill(image + p.image.rows * p.image.pitch, kWideSlack, 0);
  if (p.output.relu) {
    Conv<true>(p, image, output);
  } else {
    Conv<false>(p, image, output);
  }
}

}  // namespace avx2
}  // namespace nn
}  // namespace mote
