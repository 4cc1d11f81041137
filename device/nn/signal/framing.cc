#include "device/nn/signal/framing.h"

#include "device/nn/requantize.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

template <typename T>
void Copy(int32_t count, const T* from, T* to) {
  for (int32_t i = 0; i < count; ++i) to[i] = from[i];
}

int16_t Sum(int16_t a, int16_t b) {
  return static_cast<int16_t>(Clamp<int32_t>(a + b, INT16_MIN, INT16_MAX));
}

float Sum(float a, float b) { return a + b; }

// Samples that wait, the oldest first.
class Queue {
 public:
  explicit Queue(int16_t* state, int16_t* samples)
      : count_(state), samples_(samples) {}

  int32_t count() const { return *count_; }

  void Append(int32_t count, const int16_t* from) {
    Copy(count, from, samples_ + *count_);
    *count_ = static_cast<int16_t>(*count_ + count);
  }

  // Gives the oldest `count`, then forgets the oldest `step`. False where fewer
  // wait.
  bool Take(int32_t count, int32_t step, int16_t* to) {
    if (*count_ < count) return false;
    Copy(count, samples_, to);
    *count_ = static_cast<int16_t>(*count_ - step);
    Copy(*count_, samples_ + step, samples_);
    return true;
  }

 private:
  int16_t* count_;
  int16_t* samples_;
};

template <typename T>
void OverlapAdd(const SignalOverlapAddParams& p, const T* input, T* output,
                T* state) {
  const int32_t rest = p.frame_size - p.frame_step;
  for (int32_t s = 0; s < p.streams; ++s, state += p.frame_size) {
    for (int32_t frame = 0; frame < p.frames; ++frame) {
      for (int32_t i = 0; i < p.frame_size; ++i) {
        state[i] = Sum(*input++, state[i]);
      }
      Copy(p.frame_step, state, output);
      output += p.frame_step;
      Copy(rest, state + p.frame_step, state);
      for (int32_t i = rest; i < p.frame_size; ++i) state[i] = 0;
    }
  }
}

}  // namespace

void SignalDelay(const SignalDelayParams& p, const int16_t* input,
                 int16_t* output, int16_t* state, int8_t* /*scratch*/) {
  for (int32_t s = 0; s < p.streams; ++s, state += p.delay) {
    // The oldest sample comes out for each that goes in.
    for (int32_t i = 0; i < p.frame_size; ++i) {
      const int16_t fresh = *input++;
      *output++ = state[0];
      Copy(p.delay - 1, state + 1, state);
      state[p.delay - 1] = fresh;
    }
  }
}

void SignalFramer(const SignalFramerParams& p, const int16_t* input,
                  int16_t* output, bool* valid, int16_t* state,
                  int8_t* /*scratch*/) {
  *valid = true;
  for (int32_t s = 0; s < p.streams; ++s) {
    Queue queue(state, state + 1);
    for (int32_t frame = 0; frame < p.frames; ++frame) {
      queue.Append(p.frame_step, input);
      if (!queue.Take(p.frame_size, p.frame_step, output)) *valid = false;
      input += p.frame_step;
      output += p.frame_size;
    }
    state += 1 + p.frame_size + p.frame_step;
  }
}

void SignalOverlapAddInt16(const SignalOverlapAddParams& p,
                           const int16_t* input, int16_t* output,
                           int16_t* state, int8_t* /*scratch*/) {
  OverlapAdd(p, input, output, state);
}

void SignalOverlapAddFloat(const SignalOverlapAddParams& p, const float* input,
                           float* output, float* state, int8_t* /*scratch*/) {
  OverlapAdd(p, input, output, state);
}

void SignalStacker(const SignalStackerParams& p, const int16_t* input,
                   int16_t* output, bool* valid, int16_t* state,
                   int8_t* /*scratch*/) {
  Queue queue(state, state + 2);
  const bool first = state[1] == 0;
  state[1] = 1;
  for (int32_t row = first ? -p.left_context : 0; row <= 0; ++row) {
    queue.Append(p.channels, input);
  }
  const int32_t size = p.channels * (p.left_context + 1 + p.right_context);
  *valid = queue.Take(size, p.channels * p.step, output);
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
