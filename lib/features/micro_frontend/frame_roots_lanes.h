// The micro frontend's transform of many windows at once: every step of
// device/dsp works on vectors whose 32-bit lane f holds the value of window f.
//
// Included only by frame_roots_avx2.cc and frame_roots_avx512.cc. `V`, their
// description of a vector, is in their anonymous namespace, so all that is
// here is compiled apart for each, with its own instructions.
//
//   Vec, kLanes              32-bit lanes, each also seen as two int16
//   add16, subtract16        a half
//   add_minus16, minus_add16 {low + low, high - high} and the reverse
//   scale16                  times a Q15 factor, rounded half up
//   half_sum, half_difference  (a +- b) >> 1 in 17 bits, a half
//   madd                     low * low + high * high, a lane
//   merge_q30(low, high)     {low >> 15, high >> 15}, rounded
//   window                   windows samples; returns the bits of their sizes
//   shift_left16             halves
//   Sums                     64-bit sums of weighted energies, a lane
#pragma once

#include <immintrin.h>

#include "lib/features/micro_frontend/frame_roots.h"

namespace mote {

template <class V>
class LaneTransform {
  using Vec = typename V::Vec;

 public:
  explicit LaneTransform(const dsp::MicroFrontendTables& tables)
      : tables_(tables) {}

  // Windows starts[0, kLanes) to roots[f * channels + channel].
  void run(const int16_t* samples, const int32_t* starts, uint32_t* roots) {
    load_windows(samples, starts);
    transform();
    split();
    filter_bank(roots);
  }

 private:
  static constexpr int kMaxPoints = 1024;
  static constexpr int kMaxPadded = 2048;

  struct Rotation {
    Vec real, imaginary;  // {cos, -sin} and {sin, cos} for V::madd
  };

  static Rotation rotation(uint32_t twiddle) {
    const int32_t high = static_cast<int16_t>(twiddle >> 16);
    const uint32_t low = twiddle & 0xffff;
    return {V::set(low | static_cast<uint32_t>(-high) << 16),
            V::set((twiddle >> 16) | low << 16)};
  }

  static Vec rotate(Vec x, const Rotation& by) {
    return V::merge_q30(V::madd(x, by.real), V::madd(x, by.imaginary));
  }

  // Windows a signal and scales it up to 15 bits; returns by how many.
  int load_window(const int16_t* samples, int16_t* row) const {
    const int size = tables_.window_size;
    const uint32_t bits = V::window(samples, tables_.window, size, row);
    const int length = bits == 0 ? 0 : 32 - __builtin_clz(bits);
    const int shift = length >= 15 ? 0 : 15 - length;
    // Past `size` there is room for a whole vector.
    for (int n = 0; n < size; n += 2 * V::kLanes) {
      V::store(row + n, V::shift_left16(V::load(row + n), shift));
    }
    return shift;
  }

  // 8 rows of 8 pairs of int16 to 8 columns of a block.
  static void transpose(const int16_t* rows, uint32_t* block) {
    __m256i r[8], s[8];
    for (int i = 0; i < 8; ++i) {
      r[i] = _mm256_loadu_si256(
          reinterpret_cast<const __m256i*>(rows + i * kMaxPadded));
    }
    for (int i = 0; i < 8; i += 2) {
      s[i] = _mm256_unpacklo_epi32(r[i], r[i + 1]);
      s[i + 1] = _mm256_unpackhi_epi32(r[i], r[i + 1]);
    }
    for (int i = 0; i < 8; i += 4) {
      r[i] = _mm256_unpacklo_epi64(s[i], s[i + 2]);
      r[i + 1] = _mm256_unpackhi_epi64(s[i], s[i + 2]);
      r[i + 2] = _mm256_unpacklo_epi64(s[i + 1], s[i + 3]);
      r[i + 3] = _mm256_unpackhi_epi64(s[i + 1], s[i + 3]);
    }
    for (int i = 0; i < 4; ++i) {
      const __m256i low = _mm256_permute2x128_si256(r[i], r[i + 4], 0x20);
      const __m256i high = _mm256_permute2x128_si256(r[i], r[i + 4], 0x31);
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(block + i * V::kLanes),
                          low);
      _mm256_storeu_si256(
          reinterpret_cast<__m256i*>(block + (i + 4) * V::kLanes), high);
    }
  }

  // Windows each signal along time, then turns rows into lanes.
  void load_windows(const int16_t* samples, const int32_t* starts) {
    alignas(64) static thread_local int16_t rows[V::kLanes][kMaxPadded];
    for (int f = 0; f < V::kLanes; ++f) {
      shifts_[f] = load_window(samples + starts[f], rows[f]);
    }
    const int pairs = tables_.window_size / 2;
    uint32_t block[V::kLanes * V::kLanes];
    for (int n = 0; n < pairs; n += V::kLanes) {
      for (int row = 0; row < V::kLanes; row += 8) {
        for (int pair = 0; pair < V::kLanes; pair += 8) {
          transpose(rows[row] + 2 * (n + pair), block + pair * V::kLanes + row);
        }
      }
      const int count = pairs - n < V::kLanes ? pairs - n : V::kLanes;
      for (int i = 0; i < count; ++i) {
        V::store(work_ + tables_.fft.order[n + i] * V::kLanes,
                 V::load(block + i * V::kLanes));
      }
    }
    for (int n = pairs; n < tables_.fft.points; ++n) {
      V::store(work_ + tables_.fft.order[n] * V::kLanes, V::set(0));
    }
  }

  static void butterfly(Vec a, Vec b, Vec c, Vec d, uint32_t* out, int stride) {
    const Vec difference = V::subtract16(a, c);
    const Vec sum = V::add16(a, c);
    const Vec outer_sum = V::add16(b, d);
    const Vec turned = V::swap_halves(V::subtract16(b, d));
    V::store(out, V::add16(sum, outer_sum));
    V::store(out + stride, V::add_minus16(difference, turned));
    V::store(out + 2 * stride, V::subtract16(sum, outer_sum));
    V::store(out + 3 * stride, V::minus_add16(difference, turned));
  }

  void transform() {
    const int points = tables_.fft.points;
    int m = points;
    while (m > 4) m /= 4;
    m == 4 ? first_radix4() : first_radix2();
    const uint32_t* twiddles = tables_.fft.twiddles;
    for (; m < points; m *= 4, twiddles += 3 * m / 4) radix4(m, twiddles);
  }

  void first_radix4() {
    const Vec quarter = V::set16(32767 / 4);
    uint32_t* const end = work_ + tables_.fft.points * V::kLanes;
    for (uint32_t* x = work_; x != end; x += 4 * V::kLanes) {
      butterfly(V::scale16(V::load(x), quarter),
                V::scale16(V::load(x + V::kLanes), quarter),
                V::scale16(V::load(x + 2 * V::kLanes), quarter),
                V::scale16(V::load(x + 3 * V::kLanes), quarter), x, V::kLanes);
    }
  }

  void first_radix2() {
    const Vec half = V::set16(32767 / 2), one = V::set16(32767);
    uint32_t* const end = work_ + tables_.fft.points * V::kLanes;
    for (uint32_t* x = work_; x != end; x += 2 * V::kLanes) {
      const Vec a = V::scale16(V::load(x), half);
      const Vec b = V::scale16(V::scale16(V::load(x + V::kLanes), half), one);
      V::store(x, V::add16(a, b));
      V::store(x + V::kLanes, V::subtract16(a, b));
    }
  }

  void radix4(int m, const uint32_t* twiddles) {
    const int points = tables_.fft.points;
    const int stride = m * V::kLanes;
    const Vec quarter = V::set16(32767 / 4);
    const auto scaled = [&](const uint32_t* x) {
      return V::scale16(V::load(x), quarter);
    };
    for (int k = 0; k < m; ++k) {
      const Rotation b = rotation(twiddles[3 * k]);
      const Rotation c = rotation(twiddles[3 * k + 1]);
      const Rotation d = rotation(twiddles[3 * k + 2]);
      for (int group = 0; group < points; group += 4 * m) {
        uint32_t* x = work_ + (group + k) * V::kLanes;
        butterfly(scaled(x), rotate(scaled(x + stride), b),
                  rotate(scaled(x + 2 * stride), c),
                  rotate(scaled(x + 3 * stride), d), x, stride);
      }
    }
  }

  void split() {
    const int points = tables_.fft.points;
    const Vec half = V::set16(32767 / 2);
    const Vec zero = V::scale16(V::load(work_), half);
    const Vec turned = V::swap_halves(zero);
    V::store(work_, V::low_half(V::add16(zero, turned)));
    V::store(work_ + points * V::kLanes,
             V::low_half(V::subtract16(zero, turned)));
    for (int k = 1; k <= points / 2; ++k) {
      uint32_t* low = work_ + k * V::kLanes;
      uint32_t* high = work_ + (points - k) * V::kLanes;
      const Vec a = V::scale16(V::load(low), half);
      const Vec b = V::scale16(V::negate_high(V::load(high)), half);
      const Vec even = V::add16(a, b);
      const Vec odd = rotate(V::subtract16(a, b),
                             rotation(tables_.fft.real_twiddles[k - 1]));
      V::store(low, V::half_sum(even, odd));
      V::store(high,
               V::half_difference(V::blend(even, odd), V::blend(odd, even)));
    }
  }

  void filter_bank(uint32_t* roots) {
    const dsp::FilterBankTables& bank = tables_.filter_bank;
    const uint32_t* bin = work_ + bank.first_bin * V::kLanes;
    const uint16_t* weight = bank.weights;
    const uint16_t* unweight = bank.unweights;
    uint32_t values[V::kLanes];
    typename V::Sums energy = V::no_energy();
    for (int band = 0; band <= bank.channels; ++band) {
      typename V::Sums falling = V::no_energy();
      for (int n = bank.widths[band]; n != 0; --n, bin += V::kLanes) {
        const Vec x = V::load(bin);
        const Vec power = V::madd(x, x);
        V::accumulate(power, *weight++, energy);
        V::accumulate(power, *unweight++, falling);
      }
      if (band > 0) {
        V::roots(energy, shifts_, values);
        for (int f = 0; f < V::kLanes; ++f) {
          roots[f * bank.channels + band - 1] = values[f];
        }
      }
      energy = falling;
    }
  }

  const dsp::MicroFrontendTables& tables_;
  alignas(64) uint32_t work_[(kMaxPoints + 1) * V::kLanes];
  alignas(64) int32_t shifts_[V::kLanes];
};

// All windows in groups of kLanes; the last group repeats its last window.
template <class V>
void frame_roots_in_lanes(const dsp::MicroFrontendTables& tables,
                          const int16_t* samples, const int32_t* starts,
                          int count, uint32_t* roots) {
  const int channels = tables.filter_bank.channels;
  static thread_local uint32_t group_roots[V::kLanes * 256];
  LaneTransform<V> transform(tables);
  for (int first = 0; first < count; first += V::kLanes) {
    const int size = count - first < V::kLanes ? count - first : V::kLanes;
    int32_t group[V::kLanes];
    for (int f = 0; f < V::kLanes; ++f) {
      group[f] = starts[first + (f < size ? f : size - 1)];
    }
    transform.run(samples, group, group_roots);
    uint32_t* out = roots + first * channels;
    for (int i = 0; i < size * channels; ++i) out[i] = group_roots[i];
  }
}

}  // namespace mote
