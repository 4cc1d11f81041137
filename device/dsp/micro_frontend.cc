#include "device/dsp/micro_frontend.h"

#include "device/dsp/window.h"

namespace mote {
namespace dsp {
namespace {

// Keeps the samples that the next window shares with this one.
void DropHop(MicroFrontend* frontend) {
  const int hop = frontend->tables->hop_size;
  const int kept = frontend->tables->window_size - hop;
  int16_t* input = frontend->input;
  for (int i = 0; i < kept; ++i) input[i] = input[i + hop];
  frontend->filled = kept;
}

void ComputeRow(const MicroFrontend& frontend, int8_t* row) {
  const MicroFrontendTables& tables = *frontend.tables;
  uint32_t* values = frontend.work + tables.fft.points + 1;
  FrameRoots(tables, frontend.input, frontend.work, values);
  AdaptRow(tables, frontend.estimates, values);
  QuantizeRow(tables.filter_bank.channels, values, row);
}

}  // namespace

void ResetMicroFrontend(void* self) {
  MicroFrontend& frontend = *static_cast<MicroFrontend*>(self);
  const int channels = frontend.tables->filter_bank.channels;
  for (int i = 0; i < channels; ++i) frontend.estimates[i] = 0;
  frontend.filled = 0;
}

int32_t PushMicroFrontend(void* self, const int16_t* samples, int32_t count,
                          int8_t* row, bool* finished) {
  MicroFrontend& frontend = *static_cast<MicroFrontend*>(self);
  const int32_t missing = frontend.tables->window_size - frontend.filled;
  const int32_t taken = count < missing ? count : missing;
  int16_t* end = frontend.input + frontend.filled;
  for (int32_t i = 0; i < taken; ++i) end[i] = samples[i];
  frontend.filled += taken;
  *finished = taken == missing;
  if (*finished) {
    ComputeRow(frontend, row);
    DropHop(&frontend);
  }
  return taken;
}

void FrameRoots(const MicroFrontendTables& tables, const int16_t* samples,
                uint32_t* work, uint32_t* roots) {
  const int shift = ApplyWindow(samples, tables.window, tables.window_size,
                                tables.fft.order, tables.fft.points, work);
  RealFft(tables.fft, shift, work);
  FilterBankRoots(tables.filter_bank, work, shift, roots);
}

void AdaptRow(const MicroFrontendTables& tables, uint32_t* estimates,
              uint32_t* values) {
  const int channels = tables.filter_bank.channels;
  if (tables.reduce_noise) {
    ReduceNoise(tables.noise, channels, estimates, values);
  }
  if (tables.use_pcan) ApplyPcan(tables.pcan, channels, estimates, values);
  LogScale(tables.log, channels, values);
}

void QuantizeRow(int channels, const uint32_t* logs, int8_t* row) {
  for (int i = 0; i < channels; ++i) {
    const int32_t value =
        static_cast<int32_t>((logs[i] * 256u + 333u) / 666u) - 128;
    row[i] = static_cast<int8_t>(value < 127 ? value : 127);
  }
}

}  // namespace dsp
}  // namespace mote
