#include "device/nn/conv/six_windows.h"
#include "device/nn/conv/staggered_conv.h"

namespace mote {
namespace nn {
namespace rv32 {
namespace {

using staggered::FirstWord;
using staggered::SecondWord;

int32_t* Pack(const int8_t* const* pixels, int32_t count, int32_t* words) {
  const int8_t *a = pixels[0], *b = pixels[1], *c = pixels[2];
  const int8_t *d = pixels[3], *e = pixels[4], *f = pixels[5];
  for (const int8_t* end = a + count; a != end; words += 4) {
    words[0] = static_cast<int32_t>(FirstWord(*a++, *b));
    words[1] = static_cast<int32_t>(SecondWord(*b++, *c++));
    words[2] = static_cast<int32_t>(FirstWord(*d++, *e));
    words[3] = static_cast<int32_t>(SecondWord(*e++, *f++));
  }
  return words;
}

// Adds the tap `kTap` to four words of sums of each of two channels, a and b.
// In assembly, since gcc gathers the products of several taps first, for which
// the registers do not suffice.
template <int kTap>
inline void AddTap(const int32_t* words, const int8_t* weights0,
                   const int8_t* weights1, uint32_t& a0, uint32_t& a1,
                   uint32_t& a2, uint32_t& a3, uint32_t& b0, uint32_t& b1,
                   uint32_t& b2, uint32_t& b3) {
  int32_t w0, w1, x, y;
  asm("lb %[w0], %[tap](%[weights0])\n"
      "lb %[w1], %[tap](%[weights1])\n"
      "lw %[x], %[word]+0(%[words])\n"
      "mul %[y], %[x], %[w0]\n"
      "mul %[x], %[x], %[w1]\n"
      "add %[a0], %[a0], %[y]\n"
      "add %[b0], %[b0], %[x]\n"
      "lw %[x], %[word]+4(%[words])\n"
      "mul %[y], %[x], %[w0]\n"
      "mul %[x], %[x], %[w1]\n"
      "add %[a1], %[a1], %[y]\n"
      "add %[b1], %[b1], %[x]\n"
      "lw %[x], %[word]+8(%[words])\n"
      "mul %[y], %[x], %[w0]\n"
      "mul %[x], %[x], %[w1]\n"
      "add %[a2], %[a2], %[y]\n"
      "add %[b2], %[b2], %[x]\n"
      "lw %[x], %[word]+12(%[words])\n"
      "mul %[y], %[x], %[w0]\n"
      "mul %[x], %[x], %[w1]\n"
      "add %[a3], %[a3], %[y]\n"
      "add %[b3], %[b3], %[x]\n"
      : [a0] "+r"(a0), [a1] "+r"(a1), [a2] "+r"(a2), [a3] "+r"(a3),
        [b0] "+r"(b0), [b1] "+r"(b1), [b2] "+r"(b2), [b3] "+r"(b3),
        [w0] "=&r"(w0), [w1] "=&r"(w1), [x] "=&r"(x), [y] "=&r"(y)
      : [words] "r"(words), [weights0] "r"(weights0), [weights1] "r"(weights1),
        [tap] "i"(kTap), [word] "i"(16 * kTap)
      : "memory");
}

void AddTo(uint32_t word0, uint32_t word1, uint32_t word2, uint32_t word3,
           int32_t* sums) {
  const staggered::ThreeSums first = staggered::Separate(word0, word1);
  const staggered::ThreeSums second = staggered::Separate(word2, word3);
  sums[0] += first.a, sums[1] += first.b, sums[2] += first.c;
  sums[3] += second.a, sums[4] += second.b, sums[5] += second.c;
}

// The six sums of each of two channels, one after the other.
void TwoChannels(const StaggeredConvParams& p, const int32_t* words,
                 const int8_t* weights0, const int8_t* weights1,
                 int32_t* sums) {
  for (int32_t i = 0; i < 2 * staggered::kPixels; ++i) sums[i] = 0;
  for (int32_t left = StaggeredTaps(p); left > 0; left -= p.taps_of_part) {
    const int32_t taps = left < p.taps_of_part ? left : p.taps_of_part;
    uint32_t a0 = 0, a1 = 0, a2 = 0, a3 = 0;
    uint32_t b0 = 0, b1 = 0, b2 = 0, b3 = 0;
    for (const int8_t* end = weights0 + taps; weights0 != end;) {
      AddTap<0>(words, weights0, weights1, a0, a1, a2, a3, b0, b1, b2, b3);
      AddTap<1>(words, weights0, weights1, a0, a1, a2, a3, b0, b1, b2, b3);
      AddTap<2>(words, weights0, weights1, a0, a1, a2, a3, b0, b1, b2, b3);
      AddTap<3>(words, weights0, weights1, a0, a1, a2, a3, b0, b1, b2, b3);
      words += 16, weights0 += 4, weights1 += 4;
    }
    AddTo(a0, a1, a2, a3, sums);
    AddTo(b0, b1, b2, b3, sums + staggered::kPixels);
  }
}

// Channel `c` of six pixels.
void WriteOutputs(const StaggeredConvParams& p, int32_t c, const int32_t* sums,
                  int8_t* output, int32_t step) {
  const staggered::Output<staggered::LongProduct> out(
      p.outputs + c * staggered::kOutputWords, p.sign_steps);
  for (int32_t i = 0; i < staggered::kPixels; ++i) {
    output[c + i * step] = out(sums[i]);
  }
}

}  // namespace

void ConvInt8(const StaggeredConvParams& p, const int8_t* input, int8_t* output,
              int8_t* scratch) {
  const int32_t taps = StaggeredTaps(p);
  staggered::Conv(
      p, input, output, scratch, Pack,
      [&](const int32_t* words, int8_t* to, int32_t step) {
        for (int32_t c = 0; c < p.output_channels; c += 2) {
          const bool both = c + 1 < p.output_channels;
          const int8_t* weights = p.weights + c * taps;
          int32_t sums[2 * staggered::kPixels];
          TwoChannels(p, words, weights, both ? weights + taps : weights, sums);
          WriteOutputs(p, c, sums, to, step);
          if (!both) break;
          WriteOutputs(p, c + 1, sums + staggered::kPixels, to, step);
        }
      });
}

}  // namespace rv32
}  // namespace nn
}  // namespace mote
