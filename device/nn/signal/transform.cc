#include "device/nn/signal/transform.h"

namespace mote {
namespace nn {
namespace reference {
namespace {

// Fixed point: Wide holds products and sums of T.
template <typename T, typename Unsigned, typename Wide, int kBits>
struct Fixed {
  using Value = T;
  static T Rounded(Wide product) {
    return static_cast<T>((product + (Wide{1} << (kBits - 1))) >> kBits);
  }
  static T Part(T x, int32_t parts) {
    const T one = static_cast<T>((Wide{1} << kBits) - 1);
    return Rounded(static_cast<Wide>(x) * (one / parts));
  }
  static T Add(T a, T b) {
    return static_cast<T>(static_cast<Unsigned>(a) + static_cast<Unsigned>(b));
  }
  static T Subtract(T a, T b) {
    return static_cast<T>(static_cast<Unsigned>(a) - static_cast<Unsigned>(b));
  }
  static T Half(T x) { return static_cast<T>(x >> 1); }
  static T SumOfProducts(T a, T b, T c, T d) {
    return Rounded(static_cast<Wide>(a) * b + static_cast<Wide>(c) * d);
  }
  static T DifferenceOfProducts(T a, T b, T c, T d) {
    return Rounded(static_cast<Wide>(a) * b - static_cast<Wide>(c) * d);
  }
};

struct Real {
  using Value = float;
  static float Part(float x, int32_t) { return x; }
  static float Add(float a, float b) { return a + b; }
  static float Subtract(float a, float b) { return a - b; }
  static float Half(float x) { return 0.5f * x; }
  static float SumOfProducts(float a, float b, float c, float d) {
    return a * b + c * d;
  }
  static float DifferenceOfProducts(float a, float b, float c, float d) {
    return a * b - c * d;
  }
};

using Q15 = Fixed<int16_t, uint32_t, int64_t, 15>;
using Q31 = Fixed<int32_t, uint32_t, int64_t, 31>;

// Transforms in the arithmetic N.
template <typename N>
class Transform {
 public:
  using T = typename N::Value;

  Transform(const TransformParams<T>& params, bool inverse)
      : p_(params), inverse_(inverse) {}

  void Forward(const T* input, T* output) const {
    Complex* work = reinterpret_cast<Complex*>(output);
    for (int32_t n = 0; n < p_.points; ++n) {
      work[p_.order[n]] = {Sample(input, 2 * n), Sample(input, 2 * n + 1)};
    }
    Stages(work);
    const Complex zero = Part(work[0], 2);
    work[0] = {N::Add(zero.r, zero.i), 0};
    work[p_.points] = {N::Subtract(zero.r, zero.i), 0};
    for (int32_t k = 1; k <= p_.points / 2; ++k) {
      const Complex a = Part(work[k], 2);
      const Complex b = Conjugate(Part(work[p_.points - k], 2));
      const Complex even = Add(a, b);
      const Complex odd = Multiply(Subtract(a, b), RealRotation(k));
      work[k] = {N::Half(N::Add(even.r, odd.r)),
                 N::Half(N::Add(even.i, odd.i))};
      work[p_.points - k] = {N::Half(N::Subtract(even.r, odd.r)),
                             N::Half(N::Subtract(odd.i, even.i))};
    }
  }

  void Backward(const T* input, T* output) const {
    const Complex* from = reinterpret_cast<const Complex*>(input);
    Complex* work = reinterpret_cast<Complex*>(output);
    const int32_t last = p_.points;
    work[p_.order[0]] = Part(
        {N::Add(from[0].r, from[last].r), N::Subtract(from[0].r, from[last].r)},
        2);
    for (int32_t k = 1; k <= last / 2; ++k) {
      const Complex a = Part(from[k], 2);
      const Complex b = Part(Conjugate(from[last - k]), 2);
      const Complex even = Add(a, b);
      const Complex odd = Multiply(Subtract(a, b), RealRotation(k));
      work[p_.order[k]] = Add(even, odd);
      work[p_.order[last - k]] = Conjugate(Subtract(even, odd));
    }
    Stages(work);
  }

 private:
  struct Complex {
    T r, i;
  };

  T Sample(const T* input, int32_t n) const {
    return n < p_.frame_size ? input[n] : T{0};
  }
  Complex Rotation(int32_t k) const {
    return {p_.rotations[2 * k], p_.rotations[2 * k + 1]};
  }
  Complex RealRotation(int32_t k) const {
    return {p_.real_rotations[2 * k - 2], p_.real_rotations[2 * k - 1]};
  }

  static Complex Part(Complex x, int32_t parts) {
    return {N::Part(x.r, parts), N::Part(x.i, parts)};
  }
  static Complex Conjugate(Complex x) { return {x.r, N::Subtract(0, x.i)}; }
  static Complex Add(Complex a, Complex b) {
    return {N::Add(a.r, b.r), N::Add(a.i, b.i)};
  }
  static Complex Subtract(Complex a, Complex b) {
    return {N::Subtract(a.r, b.r), N::Subtract(a.i, b.i)};
  }
  static Complex Multiply(Complex a, Complex b) {
    return {N::DifferenceOfProducts(a.r, b.r, a.i, b.i),
            N::SumOfProducts(a.r, b.i, a.i, b.r)};
  }
  // a + i * b.
  static Complex AddTurned(Complex a, Complex b) {
    return {N::Subtract(a.r, b.i), N::Add(a.i, b.r)};
  }
  static Complex SubtractTurned(Complex a, Complex b) {
    return {N::Add(a.r, b.i), N::Subtract(a.i, b.r)};
  }

  // Radix 4; where the points are an odd power of two, radix 2 first.
  void Stages(Complex* work) const {
    int32_t m = 1;
    for (int32_t rest = p_.points; rest > 1; rest >>= 2) {
      if (rest == 2) m = 2;
    }
    if (m == 2) {
      for (Complex* x = work; x < work + p_.points; x += 2) Pair(x);
    }
    for (; m < p_.points; m *= 4) {
      for (int32_t at = 0; at < p_.points; at += 4 * m) {
        for (int32_t k = 0; k < m; ++k) Four(work + at + k, m, k);
      }
    }
  }

  void Pair(Complex* x) const {
    const Complex a = Part(x[0], 2);
    const Complex b = Multiply(Part(x[1], 2), Rotation(0));
    x[0] = Add(a, b);
    x[1] = Subtract(a, b);
  }

  void Four(Complex* x, int32_t m, int32_t k) const {
    const int32_t turn = k * (p_.points / (4 * m));
    const Complex a = Part(x[0], 4);
    const Complex b = Multiply(Part(x[m], 4), Rotation(turn));
    const Complex c = Multiply(Part(x[2 * m], 4), Rotation(2 * turn));
    const Complex d = Multiply(Part(x[3 * m], 4), Rotation(3 * turn));
    const Complex difference = Subtract(a, c), sum = Add(a, c);
    const Complex outer_sum = Add(b, d), outer_difference = Subtract(b, d);
    x[0] = Add(sum, outer_sum);
    x[2 * m] = Subtract(sum, outer_sum);
    const Complex left = AddTurned(difference, outer_difference);
    const Complex right = SubtractTurned(difference, outer_difference);
    x[m] = inverse_ ? left : right;
    x[3 * m] = inverse_ ? right : left;
  }

  const TransformParams<T>& p_;
  const bool inverse_;
};

template <typename N, typename T>
void AllForward(const TransformParams<T>& p, const T* input, T* output) {
  const Transform<N> transform(p, false);
  for (int32_t frame = 0; frame < p.frames; ++frame) {
    transform.Forward(input + frame * p.frame_size,
                      output + frame * 2 * (p.points + 1));
  }
}

template <typename N, typename T>
void AllBackward(const TransformParams<T>& p, const T* input, T* output) {
  const Transform<N> transform(p, true);
  for (int32_t frame = 0; frame < p.frames; ++frame) {
    transform.Backward(input + frame * 2 * (p.points + 1),
                       output + frame * 2 * p.points);
  }
}

}  // namespace

void RfftInt32(const TransformInt32Params& p, const int32_t* input,
               int32_t* output, int8_t* /*scratch*/) {
  AllForward<Q31>(p, input, output);
}

void RfftFloat(const TransformFloatParams& p, const float* input, float* output,
               int8_t* /*scratch*/) {
  AllForward<Real>(p, input, output);
}

void IrfftInt16(const TransformInt16Params& p, const int16_t* input,
                int16_t* output, int8_t* /*scratch*/) {
  AllBackward<Q15>(p, input, output);
}

void IrfftInt32(const TransformInt32Params& p, const int32_t* input,
                int32_t* output, int8_t* /*scratch*/) {
  AllBackward<Q31>(p, input, output);
}

void IrfftFloat(const TransformFloatParams& p, const float* input,
                float* output, int8_t* /*scratch*/) {
  AllBackward<Real>(p, input, output);
  const int32_t length = 2 * p.points;
  for (int32_t i = 0; i < p.frames * length; ++i) {
    output[i] /= static_cast<float>(length);
  }
}

}  // namespace reference
}  // namespace nn
}  // namespace mote
