#include "lib/features/micro_frontend/adapt_rows.h"

#include <algorithm>
#include <vector>

#include "lib/base/cpu.h"

namespace mote {

void adapt_rows_portable(const dsp::MicroFrontendTables& tables,
                         const RowSequence& sequence, int8_t* features) {
  const int channels = tables.filter_bank.channels;
  std::vector<uint32_t> estimates(channels), values(channels);
  for (int row = 0; row < sequence.count; ++row) {
    const uint32_t* roots = sequence.roots + sequence.rows[row] * channels;
    std::copy(roots, roots + channels, values.begin());
    dsp::AdaptRow(tables, estimates.data(), values.data());
    if (row < sequence.unheard) continue;
    dsp::QuantizeRow(channels, values.data(), features);
    features += channels;
  }
}

AdaptRowsKernel adapt_rows_kernel(
    [[maybe_unused]] const dsp::MicroFrontendTables& tables) {
#if defined(__x86_64__)
  if (host_isa() >= Isa::kAvx2 && tables.reduce_noise && tables.use_pcan) {
    return host_isa() < Isa::kAvx512 ? adapt_rows_avx2 : adapt_rows_avx512;
  }
#endif
  return adapt_rows_portable;
}

}  // namespace mote
