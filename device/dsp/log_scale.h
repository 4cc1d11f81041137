// Natural logarithms of integers, by table.
#pragma once

#include <stdint.h>

namespace mote {
namespace dsp {

// Entries of the table of log2's deviation from a straight line.
constexpr int kLogTableSize = 129;

struct LogTables {
  // [kLogTableSize] round(65536 * (log2(1 + i / 128) - i / 128)).
  const uint16_t* deviations;
  int8_t input_shift;   // left shift of a value before its logarithm
  uint8_t scale_shift;  // output is ln(value) * 2^scale_shift, rounded
};

// values[i] becomes ln(values[i] << input_shift) * 2^scale_shift, 0 for values
// up to 1, at most 65,535.
void LogScale(const LogTables& tables, int channels, uint32_t* values);

}  // namespace dsp
}  // namespace mote
