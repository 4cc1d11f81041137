#include "lib/features/micro_frontend/fft_tables.h"

#include <cmath>
#include <numbers>

#include "device/base/packed16.h"
#include "device/dsp/log_scale.h"

namespace mote {
namespace {

// Where kissfft's decimation in time takes input n from: radix 4 as long as 4
// divides the points, then radix 2.
void fill_order(std::vector<uint16_t>& order, int input, int stride, int output,
                int points) {
  if (points == 1) {
    order[input] = static_cast<uint16_t>(output);
    return;
  }
  const int radix = points % 4 == 0 ? 4 : 2;
  for (int i = 0; i < radix; ++i) {
    fill_order(order, input + i * stride, stride * radix,
               output + i * (points / radix), points / radix);
  }
}

uint32_t packed_rotation(double phase) {
  const auto q15 = [](double x) {
    return static_cast<int32_t>(std::floor(0.5 + 32767 * x));
  };
  return Pack16(q15(std::cos(phase)), q15(std::sin(phase)));
}

}  // namespace

FftArrays make_fft_arrays(int points) {
  FftArrays tables;
  tables.order.resize(points);
  fill_order(tables.order, 0, 1, 0, points);
  int m = points;
  while (m > 4) m /= 4;
  for (; m < points; m *= 4) {
    for (int k = 0; k < m; ++k) {
      for (int j = 1; j <= 3; ++j) {
        // As the twiddle of all points that kissfft would take.
        const int index = k * j * (points / (4 * m));
        tables.twiddles.push_back(
            packed_rotation(-2 * std::numbers::pi * index / points));
      }
    }
  }
  for (int k = 0; k < points / 2; ++k) {
    tables.real_twiddles.push_back(packed_rotation(
        -std::numbers::pi * (static_cast<double>(k + 1) / points + 0.5)));
  }
  return tables;
}

std::vector<uint16_t> log_deviations() {
  std::vector<uint16_t> table(dsp::kLogTableSize);
  for (int i = 0; i < dsp::kLogTableSize; ++i) {
    const double deviation = std::log2(1 + i / 128.0) - i / 128.0;
    table[i] = static_cast<uint16_t>(std::lround(deviation * 65536));
  }
  return table;
}

}  // namespace mote
