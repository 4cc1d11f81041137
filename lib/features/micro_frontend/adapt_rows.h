// The part of the micro frontend with memory (noise reduction, gain,
// logarithm, int8), row after row, from power-on.
#pragma once

#include <cstdint>

#include "device/dsp/micro_frontend.h"

namespace mote {

// Values that must be readable after the last of RowSequence::roots.
constexpr int kRootsSlack = 16;

// What follows the transform for a run of rows.
struct RowSequence {
  const uint32_t* roots;  // [windows][channels]
  const int32_t* rows;    // [count] the window of each row
  int count;
  int unheard;  // rows at the start that give no output
};

// features[(i - unheard) * channels + c] = channel c of row i, as
// dsp::AdaptRow and dsp::QuantizeRow give it, bit for bit.
using AdaptRowsKernel = void (*)(const dsp::MicroFrontendTables& tables,
                                 const RowSequence& sequence, int8_t* features);

// The fastest kernel for these tables and host_isa().
AdaptRowsKernel adapt_rows_kernel(const dsp::MicroFrontendTables& tables);

// The kernels by name; the last two only on a CPU that has the instructions,
// and only for tables with noise reduction and gain.
void adapt_rows_portable(const dsp::MicroFrontendTables& tables,
                         const RowSequence& sequence, int8_t* features);
void adapt_rows_avx2(const dsp::MicroFrontendTables& tables,
                     const RowSequence& sequence, int8_t* features);
void adapt_rows_avx512(const dsp::MicroFrontendTables& tables,
                       const RowSequence& sequence, int8_t* features);

}  // namespace mote
