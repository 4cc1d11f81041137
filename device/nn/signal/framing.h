// Operators of the signal library that cut a stream of samples and join it
// again. Each remembers earlier inputs in its state.
#pragma once

#include <stdint.h>

namespace mote {
namespace nn {

// `streams` independent ones, one after the other.
struct SignalDelayParams {
  int32_t streams, frame_size, delay;
};

struct SignalFramerParams {
  int32_t streams, frames, frame_size, frame_step;
};

struct SignalOverlapAddParams {
  int32_t streams, frames, frame_size, frame_step;
};

struct SignalStackerParams {
  int32_t channels, left_context, right_context, step;
};

namespace reference {

// output: the input of `delay` samples ago. state {streams, delay}.
void SignalDelay(const SignalDelayParams& params, const int16_t* input,
                 int16_t* output, int16_t* state, int8_t* scratch);

// input {streams, frames, frame_step} -> output {streams, frames, frame_size}:
// the last frame_size samples at each step. *valid is false, and frames are
// left as they were, until so many have come. state {streams, 1 + frame_size +
// frame_step}: how many samples wait, and those.
void SignalFramer(const SignalFramerParams& params, const int16_t* input,
                  int16_t* output, bool* valid, int16_t* state,
                  int8_t* scratch);

// input {streams, frames, frame_size} -> output {streams, frames, frame_step}:
// sums of frames that overlap. state {streams, frame_size}.
void SignalOverlapAddInt16(const SignalOverlapAddParams& params,
                           const int16_t* input, int16_t* output,
                           int16_t* state, int8_t* scratch);
void SignalOverlapAddFloat(const SignalOverlapAddParams& params,
                           const float* input, float* output, float* state,
                           int8_t* scratch);

// input {channels} -> output {left_context + 1 + right_context, channels}:
// neighbouring rows, every `step` rows; in between *valid is false and the
// output is left as it was. The first row stands for those before it. state: {2
// + size of the output}: how many values wait, whether a row has come, and the
// values.
void SignalStacker(const SignalStackerParams& params, const int16_t* input,
                   int16_t* output, bool* valid, int16_t* state,
                   int8_t* scratch);

}  // namespace reference
}  // namespace nn
}  // namespace mote
