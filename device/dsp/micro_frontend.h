// TensorFlow Lite Micro's audio frontend: rows of log energies from 16-bit
// audio, with noise reduction and automatic gain. The same bits as its signal
// library (micro_speech) and its older microfrontend (ESPHome), according to
// the tables. All constants come from the host (lib/features).
//
//   samples -> window -> FFT -> filter bank -> square root   FrameRoots
//           -> noise reduction -> gain -> logarithm          AdaptRow
//           -> int8                                          QuantizeRow
#pragma once

#include <stdint.h>

#include "device/dsp/fft.h"
#include "device/dsp/filter_bank.h"
#include "device/dsp/log_scale.h"
#include "device/dsp/noise_reduction.h"
#include "device/dsp/pcan.h"

namespace mote {
namespace dsp {

struct MicroFrontendTables {
  uint16_t window_size;   // samples, even, at most 2 * fft.points
  uint16_t hop_size;      // samples, 1 to window_size
  const int16_t* window;  // [window_size] Q12
  FftTables fft;
  FilterBankTables filter_bank;
  bool reduce_noise;
  NoiseReductionSettings noise;
  bool use_pcan;
  PcanTables pcan;
  LogTables log;
};

// One stream. The caller owns the arrays.
struct MicroFrontend {
  const MicroFrontendTables* tables;
  uint32_t* estimates;  // [channels] noise estimates
  int16_t* input;       // [window_size] the latest samples
  uint32_t* work;       // [fft.points + 1 + channels] nothing between calls
  int32_t filled;       // samples in input[]
};

// Two functions as device/detect's Frontend wants them; `self` is a
// MicroFrontend.

// To the state at power-on: no samples, no noise.
void ResetMicroFrontend(void* self);

// Takes samples until a row is complete or all are taken; returns how many it
// took. *finished: row[channels] holds a new row (see QuantizeRow). The first
// row takes window_size samples, the others hop_size each.
int32_t PushMicroFrontend(void* self, const int16_t* samples, int32_t count,
                          int8_t* row, bool* finished);

// The part that knows no history: square roots of the energies of one window
// of samples. work: [fft.points + 1]; roots: [channels].
void FrameRoots(const MicroFrontendTables& tables, const int16_t* samples,
                uint32_t* work, uint32_t* roots);

// The part with history: updates the noise estimates and turns the roots, in
// place, into logarithms of about 0 to 670 (never above 65,535).
void AdaptRow(const MicroFrontendTables& tables, uint32_t* estimates,
              uint32_t* values);

// log * 256 / 666 - 128, rounded, at most 127: micro_speech's input, whose
// real value is log / 25.6.
void QuantizeRow(int channels, const uint32_t* logs, int8_t* row);

}  // namespace dsp
}  // namespace mote
