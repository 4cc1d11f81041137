#include "device/dsp/row_frontend.h"

namespace mote {
namespace dsp {
namespace {

// Keeps the samples that the next window shares with this one.
void DropHop(RowFrontend* frontend) {
  const int32_t hop = frontend->tables->hop_size;
  const int32_t kept = frontend->tables->window_size - hop;
  int16_t* input = frontend->input;
  for (int32_t i = 0; i < kept; ++i) input[i] = input[i + hop];
  frontend->filled = kept;
}

// Samples between two windows.
int32_t PassOver(RowFrontend* frontend, int32_t count) {
  const int32_t passed = count < -frontend->filled ? count : -frontend->filled;
  frontend->filled += passed;
  return passed;
}

int8_t Quantize(float x) {
  if (x >= 127) return 127;
  if (x <= -128) return -128;
  if (x >= 0) return static_cast<int8_t>(x + 0.5f);
  if (x < 0) return static_cast<int8_t>(x - 0.5f);
  return 0;  // not a number
}

}  // namespace

void ResetRowFrontend(void* self) {
  static_cast<RowFrontend*>(self)->filled = 0;
}

int32_t PushRowFrontend(void* self, const int16_t* samples, int32_t count,
                        int8_t* row, bool* finished) {
  RowFrontend& frontend = *static_cast<RowFrontend*>(self);
  const RowTables& tables = *frontend.tables;
  *finished = false;
  if (frontend.filled < 0) return PassOver(&frontend, count);
  const int32_t missing = tables.window_size - frontend.filled;
  const int32_t taken = count < missing ? count : missing;
  int16_t* end = frontend.input + frontend.filled;
  for (int32_t i = 0; i < taken; ++i) end[i] = samples[i];
  frontend.filled += taken;
  *finished = taken == missing;
  if (*finished) {
    tables.compute(tables.block, frontend.input, frontend.work,
                   frontend.features);
    QuantizeFeatures(tables, frontend.features, row);
    DropHop(&frontend);
  }
  return taken;
}

void QuantizeFeatures(const RowTables& tables, const float* features,
                      int8_t* row) {
  for (int32_t i = 0; i < tables.row_size; ++i) {
    row[i] = Quantize((features[i] - tables.centre[i]) * tables.factor[i]);
  }
}

}  // namespace dsp
}  // namespace mote
