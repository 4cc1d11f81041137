// The micro frontend's rows with channels as 32-bit lanes of vectors.
//
// Included only by adapt_rows_avx2.cc and adapt_rows_avx512.cc; see
// frame_roots_lanes.h for why it is safe. `V` describes a vector of uint32:
//
//   set, load, store8, add, subtract, minimum, maximum, multiply (modulo 2^32)
//   shift_left, shift_right       all lanes alike, by 0 to 31
//   shift_each_left, ..._right    lane by lane; counts beyond 31 give 0
//   shift_right_signed
//   odd                           odd lanes where the even ones are
//   multiply_even                 64-bit products of the even lanes
//   add64                         of such products
//   shift_pairs(even, odd, n)     such products >> n, n from 1 to 32
//   select_less(a, b, x, y)       a < b ? x : y, unsigned, b below 2^31
//   bit_length                    as BitLength32
//   gather(table, index)
#pragma once

#include "lib/features/micro_frontend/adapt_rows.h"

namespace mote {

template <class V>
class LaneAdaptation {
  using Vec = typename V::Vec;
  // One for even lanes, one for odd ones.
  struct Factors {
    Vec even, odd;
  };

 public:
  explicit LaneAdaptation(const dsp::MicroFrontendTables& tables)
      : tables_(tables),
        fresh_(
            factors(tables.noise.even_smoothing, tables.noise.odd_smoothing)),
        kept_(factors((1 << 14) - tables.noise.even_smoothing,
                      (1 << 14) - tables.noise.odd_smoothing)),
        least_(both(tables.noise.min_signal_remaining)) {
    fill_gains();
    fill_logs();
  }

  void run(const RowSequence& sequence, int8_t* features) const {
    const int channels = tables_.filter_bank.channels;
    for (int first = 0; first < channels; first += V::kLanes) {
      const int size =
          channels - first < V::kLanes ? channels - first : V::kLanes;
      run_lanes(sequence, first, size, features + first);
    }
  }

 private:
  static constexpr int kGainEntries = 32, kLogEntries = 128;

  static Factors factors(uint32_t even, uint32_t odd) {
    return {V::set(even), V::set(odd)};
  }
  static Factors both(uint32_t x) { return factors(x, x); }
  static Factors lanes(Vec x) { return {x, V::odd(x)}; }

  // (a * b) >> n in 64 bits, n from 1 to 32.
  static Vec multiply_shift(Vec a, const Factors& b, int n) {
    return V::shift_pairs(V::multiply_even(a, b.even),
                          V::multiply_even(V::odd(a), b.odd), n);
  }
  // (a * b + c * d) >> n in 64 bits, n from 1 to 32.
  static Vec mix(Vec a, const Factors& b, Vec c, const Factors& d, int n) {
    return V::shift_pairs(
        V::add64(V::multiply_even(a, b.even), V::multiply_even(c, d.even)),
        V::add64(V::multiply_even(V::odd(a), b.odd),
                 V::multiply_even(V::odd(c), d.odd)),
        n);
  }

  // gains_[octave - 1]: y0 low and a1 high; curves_: a2 (dsp/pcan.h).
  void fill_gains() {
    const int16_t* gains = tables_.pcan.gains;
    gains_[0] = static_cast<uint16_t>(gains[1]);
    curves_[0] = 0;
    for (int octave = 2; octave <= 32; ++octave) {
      const int16_t* parabola = gains + 4 * octave - 6;
      gains_[octave - 1] =
          static_cast<uint16_t>(parabola[0]) |
          static_cast<uint32_t>(static_cast<uint16_t>(parabola[1])) << 16;
      curves_[octave - 1] = static_cast<uint32_t>(int32_t{parabola[2]});
    }
  }

  // A segment's deviation low, the next one's high.
  void fill_logs() {
    const uint16_t* deviations = tables_.log.deviations;
    for (int i = 0; i < kLogEntries; ++i) {
      logs_[i] = deviations[i] | static_cast<uint32_t>(deviations[i + 1]) << 16;
    }
  }

  void run_lanes(const RowSequence& sequence, int first, int size,
                 int8_t* features) const {
    const int channels = tables_.filter_bank.channels;
    Vec estimate = V::set(0);
    for (int row = 0; row < sequence.count; ++row) {
      const Vec value =
          V::load(sequence.roots + sequence.rows[row] * channels + first);
      const Vec rest = reduce_noise(value, estimate);
      if (row < sequence.unheard) continue;
      V::store8(quantize(logarithm(control_gain(rest, estimate))), size,
                features);
      features += channels;
    }
  }

  Vec reduce_noise(Vec value, Vec& estimate) const {
    const int bits = tables_.noise.smoothing_bits;
    const Vec scaled = V::shift_left(value, bits);
    estimate = mix(scaled, fresh_, estimate, kept_, 14);
    const Vec rest =
        V::shift_right(V::subtract(scaled, V::minimum(estimate, scaled)), bits);
    return V::maximum(rest, multiply_shift(value, least_, 14));
  }

  // x times 2^(to - from) a lane.
  static Vec align(Vec x, Vec from, Vec to) {
    // One of the two counts is not negative; the other's shift gives 0, and
    // equal ones give the same number twice.
    return V::bit_or(V::shift_each_left(x, V::subtract(to, from)),
                     V::shift_each_right(x, V::subtract(from, to)));
  }

  Vec gain(Vec noise) const {
    const Vec octave = V::bit_length(noise);
    const Vec t = V::bit_and(align(noise, octave, V::set(11)), V::set(0x3ff));
    const Vec index = V::bit_and(V::subtract(octave, V::set(1)), V::set(31));
    const Vec pair = V::gather(gains_, index);
    const Vec a2 = V::gather(curves_, index);
    const Vec y0 = V::shift_right_signed(V::shift_left(pair, 16), 16);
    const Vec a1 = V::shift_right_signed(pair, 16);
    const Vec slope = V::add(V::shift_right_signed(V::multiply(a2, t), 5),
                             V::shift_left(a1, 5));
    const Vec rise = V::shift_right_signed(
        V::add(V::multiply(slope, t), V::set(1 << 14)), 15);
    const Vec result =
        V::shift_right_signed(V::shift_left(V::add(rise, y0), 16), 16);
    const Vec of_zero =
        V::set(static_cast<uint32_t>(int32_t{tables_.pcan.gains[0]}));
    return V::select_less(noise, V::set(1), of_zero, result);
  }

  Vec control_gain(Vec value, Vec estimate) const {
    const Vec snr =
        multiply_shift(value, lanes(gain(estimate)), tables_.pcan.snr_shift);
    return V::select_less(snr, V::set(2 << 12),
                          V::shift_right(V::multiply(snr, snr), 20),
                          V::subtract(V::shift_right(snr, 6), V::set(1 << 6)));
  }

  Vec logarithm(Vec value) const {
    const int shift = tables_.log.input_shift;
    const Vec x =
        shift < 0 ? V::shift_right(value, -shift) : V::shift_left(value, shift);
    const Vec integer = V::subtract(V::bit_length(x), V::set(1));
    const Vec fraction =
        V::bit_and(align(x, integer, V::set(16)), V::set(0xffff));
    const Vec pair = V::gather(logs_, V::shift_right(fraction, 9));
    const Vec low = V::bit_and(pair, V::set(0xffff));
    const Vec step = V::subtract(V::shift_right(pair, 16), low);
    const Vec within = V::bit_and(fraction, V::set(0x1ff));
    const Vec deviation =
        V::add(low, V::shift_right_signed(V::multiply(step, within), 16));
    const Vec log2 =
        V::add(V::shift_left(integer, 16), V::add(fraction, deviation));
    const Vec ln = mix(log2, both(45426), V::set(1), both(1 << 15), 16);
    const Vec scaled = V::shift_right(
        V::add(V::shift_left(ln, tables_.log.scale_shift), V::set(1 << 15)),
        16);
    return V::select_less(x, V::set(2), V::set(0), scaled);
  }

  // (log * 256 + 333) / 666, at most 255; - 128 is left to store8.
  static Vec quantize(Vec log) {
    const Vec x =
        V::add(V::shift_left(V::minimum(log, V::set(1000)), 8), V::set(333));
    // Division by multiplication: exact, as the factor times 666
    // exceeds 2^32 by 104, and 104 * x < 2^32.
    const Vec quotient = multiply_shift(x, both(6448900), 32);
    return V::minimum(quotient, V::set(255));
  }

  const dsp::MicroFrontendTables& tables_;
  const Factors fresh_, kept_, least_;
  alignas(64) uint32_t gains_[kGainEntries];
  alignas(64) uint32_t curves_[kGainEntries];
  alignas(64) uint32_t logs_[kLogEntries];
};

}  // namespace mote
