// Only for files of one instruction set: everything is in an anonymous
// namespace, so that no copy compiled for one can be linked into code for
// other processors.
#pragma once

#include "device/nn/wide_output.h"

// What holds sums must be inlined, or they leave their registers.
#define MOTE_INLINE inline __attribute__((always_inline))

namespace mote {
namespace nn {
namespace {

// Ends the recursions that stand for loops over registers.
struct NoMoreSums {
  template <class... Arguments>
  static MOTE_INLINE void Start(const Arguments&...) {}
  template <class... Arguments>
  static MOTE_INLINE void Load(const Arguments&...) {}
  template <class... Arguments>
  static MOTE_INLINE void MultiplyAdd(const Arguments&...) {}
  template <class... Arguments>
  static MOTE_INLINE void Add(const Arguments&...) {}
  template <class... Arguments>
  static MOTE_INLINE void Finish(const Arguments&...) {}
  template <class... Arguments>
  static MOTE_INLINE void Store(const Arguments&...) {}
};

// `count` in the fewest parts of `most` at most, none much smaller than others.
struct Split {
  Split(int32_t count, int32_t most)
      : parts((count + most - 1) / most),
        least(count / parts),
        larger(count % parts) {}

  int32_t size(int32_t part) const { return least + (part < larger ? 1 : 0); }

  int32_t parts, least, larger;
};

template <typename T>
inline void Fill(T* to, int32_t count, T value) {
  for (int32_t i = 0; i < count; ++i) to[i] = value;
}

// Where the values of a group lie, for depthwise layers. Not an array, which
// gcc would read again for each word that is written.
struct TwoSources {
  explicit TwoSources(const int32_t* at) : a(at[0]), b(at[1]) {}
  intptr_t a, b;
};

struct FourSources {
  explicit FourSources(const int32_t* at)
      : a(at[0]), b(at[1]), c(at[2]), d(at[3]) {}
  intptr_t a, b, c, d;
};

// Makes the image with a kernel's CopyRow(from, count, to) and
// Border(zero_point).
template <class Kernel, typename Input, typename Value>
inline void CopyImage(const WideImage& image, const Input* input, Value* to) {
  const Value border = Kernel::Border(image.zero_point);
  const int32_t before = image.pad_left * image.channels;
  const int32_t row = image.input_width * image.channels;
  const int32_t room = image.pitch - before;
  const int32_t inside = row < room ? row : room;
  for (int32_t i = 0; i < image.rows; ++i, to += image.pitch) {
    const int32_t y = i - image.pad_top;
    if (y < 0 || y >= image.input_height) {
      Fill(to, image.pitch, border);
      continue;
    }
    Fill(to, before, border);
    Kernel::CopyRow(input + y * row, inside, to + before);
    Fill(to + before + inside, room - inside, border);
  }
  Fill(to, kWideSlack, border);
}

// What a kernel reads: the image, made in `scratch`, or the input itself.
template <class Kernel, typename Input, typename Value>
inline const Value* ImageOf(const WideImage& image, const Input* input,
                            Value* scratch) {
  CopyImage<Kernel>(image, input, scratch);
  return scratch;
}

template <class Kernel, typename Value>
inline const Value* ImageOf(const WideImage& image, const Value* input,
                            Value* scratch) {
  if (image.rows == 0) return input;
  CopyImage<Kernel>(image, input, scratch);
  return scratch;
}

}  // namespace
}  // namespace nn
}  // namespace mote
