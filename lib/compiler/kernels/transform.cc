// SignalRfft and SignalIrfft.
#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <numbers>

#include "lib/compiler/kernels/families.h"
#include "lib/compiler/kernels/signal_options.h"
#include "lib/features/micro_frontend/fft_tables.h"

namespace mote {
namespace {

struct Sizes {
  int64_t frames, frame, length;
};

// `forward`: from real values to complex ones, whose rows hold half the length
// plus one; else the other way.
Sizes read_sizes(const Operator& op, const Lowering& lowering, bool forward) {
  const Tensor &input = lowering.input(op, 0), &output = lowering.output(op);
  const int64_t length = signal_option(op, lowering, "fft_length", 16, 2048);
  const int64_t row = input.shape.empty() ? 1 : input.shape.back();
  const int64_t frame = forward ? row : length;
  const bool fits = forward ? row <= length : row == length + 2;
  if (!std::has_single_bit(static_cast<uint64_t>(length)) || !fits) {
    lowering.refuse(
        op, fmt::format("an FFT of {} points over {} values", length, row),
        "Its length is a power of two from 16 to 2048.");
  }
  const int64_t frames = input.elements() / row;
  require_signal(op, lowering, input, output.type, input.elements());
  require_signal(op, lowering, output, input.type,
                 frames * (forward ? length + 2 : length));
  return {frames, frame, length};
}

// Pairs of cosine and sine, as kissfft rounds them.
template <typename T>
void append_rotation(std::vector<T>& to, double phase) {
  for (const double x : {std::cos(phase), std::sin(phase)}) {
    if constexpr (std::is_floating_point_v<T>) {
      to.push_back(static_cast<T>(x));
    } else {
      const double one = std::numeric_limits<T>::max();
      to.push_back(static_cast<T>(std::floor(0.5 + one * x)));
    }
  }
}

template <typename T>
void append_tables(Step& step, Type type, int64_t points, double sign,
                   Lowering& lowering) {
  const auto count = static_cast<double>(points);
  std::vector<T> rotations, real;
  for (int64_t k = 0; k < points; ++k) {
    append_rotation(rotations, sign * 2 * std::numbers::pi *
                                   static_cast<double>(k) / count);
  }
  for (int64_t k = 0; k < points / 2; ++k) {
    append_rotation(real, sign * std::numbers::pi *
                              (static_cast<double>(k + 1) / count + 0.5));
  }
  const FftArrays tables = make_fft_arrays(static_cast<int>(points));
  step.parameters.push_back(
      {"order", lowering.constant("Order", Type::kUint16, tables.order,
                                  "where values go")});
  step.parameters.push_back(
      {"rotations", lowering.constant("Rotations", type, rotations,
                                      "rotations of the FFT")});
  step.parameters.push_back(
      {"real_rotations", lowering.constant("RealRotations", type, real,
                                           "rotations of its real part")});
}

Step transform_step(const Operator& op, Lowering& lowering, bool forward) {
  const Type type = lowering.input(op, 0).type;
  const std::string name = type == Type::kFloat32 ? "Float"
                           : type == Type::kInt32 ? "Int32"
                                                  : "Int16";
  Step step =
      signal_step(op, lowering, (forward ? "Rfft" : "Irfft") + name, {0}, 1);
  const Sizes sizes = read_sizes(op, lowering, forward);
  step.header = "device/nn/signal/transform.h";
  step.sources = {"device/nn/signal/transform.cc"};
  step.parameter_type = "Transform" + name + "Params";
  step.parameters = {{"frames", sizes.frames},
                     {"frame_size", sizes.frame},
                     {"points", sizes.length / 2}};
  const double sign = forward ? -1 : 1;
  if (type == Type::kFloat32) {
    append_tables<float>(step, type, sizes.length / 2, sign, lowering);
  } else if (type == Type::kInt32) {
    append_tables<int32_t>(step, type, sizes.length / 2, sign, lowering);
  } else if (type == Type::kInt16) {
    append_tables<int16_t>(step, type, sizes.length / 2, sign, lowering);
  } else {
    lowering.refuse(op, type_name(type) + " values",
                    "It takes int16, int32 and float32.");
  }
  step.cost.instructions = sizes.frames * sizes.length * 60;
  step.comment = fmt::format("{}real FFT of {} points",
                             forward ? "" : "inverse ", sizes.length);
  return step;
}

// 16 bits forwards: device/dsp's transform.
Step short_rfft(const Operator& op, Lowering& lowering) {
  Step step = signal_step(op, lowering, "Rfft", {0}, 1);
  const Sizes sizes = read_sizes(op, lowering, true);
  const FftArrays tables = make_fft_arrays(static_cast<int>(sizes.length / 2));
  step.parameter_type = "RfftParams";
  step.parameters = {
      {"frames", sizes.frames},
      {"frame_size", sizes.frame},
      {"points", sizes.length / 2},
      {"order", lowering.constant("Order", Type::kUint16, tables.order,
                                  "where pairs of samples go")},
      {"twiddles", lowering.constant("Twiddles", Type::kUint32, tables.twiddles,
                                     "rotations of the FFT")},
      {"real_twiddles",
       lowering.constant("RealTwiddles", Type::kUint32, tables.real_twiddles,
                         "rotations of its last step")}};
  step.sources = {"device/nn/signal/spectrum.cc", "device/dsp/fft.cc"};
  step.cost.instructions = sizes.frames * sizes.length * 40;
  step.comment = fmt::format("real FFT of {} points", sizes.length);
  return step;
}

}  // namespace

Step lower_rfft(const Operator& op, Lowering& lowering) {
  return lowering.input(op, 0).type == Type::kInt16
             ? short_rfft(op, lowering)
             : transform_step(op, lowering, true);
}

Step lower_irfft(const Operator& op, Lowering& lowering) {
  return transform_step(op, lowering, false);
}

}  // namespace mote
