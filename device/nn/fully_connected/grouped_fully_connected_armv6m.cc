#include "device/nn/fully_connected/output_groups.h"

namespace mote {
namespace nn {
namespace armv6m {
namespace {

// Input r6 of r0 times eight weights, `at` bytes behind r1.
#define MOTE_PRODUCT(at, sum) \
  "ldrb r3, [r1, #" at        \
  "]\n"                       \
  "muls r3, r2, r3\n"         \
  "add " sum ", r3\n"
#define MOTE_INPUT(a, b, c, d, e, f, g, h)                               \
  "ldrsb r2, [r0, r6]\n"                                                 \
  "adds r6, r6, #1\n" MOTE_PRODUCT(a, "r4") MOTE_PRODUCT(b, "r5")        \
      MOTE_PRODUCT(c, "r8") MOTE_PRODUCT(d, "r9") MOTE_PRODUCT(e, "r10") \
          MOTE_PRODUCT(f, "r11") MOTE_PRODUCT(g, "r12") MOTE_PRODUCT(h, "lr")

// The sums of eight outputs, of weights without sign.
__attribute__((naked)) void EightSums(const int8_t* /*input*/,
                                      const int8_t* /*weights*/,
                                      int32_t /*count*/, int32_t* /*sums*/) {
  asm volatile(
      ".syntax unified\n"
      "push {r3-r7, lr}\n"
      "mov r4, r8\n"
      "mov r5, r9\n"
      "mov r6, r10\n"
      "mov r7, r11\n"
      "push {r2, r4-r7}\n"
      "movs r4, #0\n"
      "movs r5, #0\n"
      "mov r8, r4\n"
      "mov r9, r4\n"
      "mov r10, r4\n"
      "mov r11, r4\n"
      "mov r12, r4\n"
      "mov lr, r4\n"
      "movs r6, #0\n"
      "movs r7, #3\n"
      "bics r2, r7\n"
      "mov r7, r2\n"
      "beq 2f\n"
      "1:\n" MOTE_INPUT("0", "1", "2", "3", "4", "5", "6", "7")
          MOTE_INPUT("8", "9", "10", "11", "12", "13", "14", "15")
              MOTE_INPUT("16", "17", "18", "19", "20", "21", "22", "23")
                  MOTE_INPUT("24", "25", "26", "27", "28", "29", "30", "31")
      "adds r1, #32\n"
      "cmp r6, r7\n"
      "bne 1b\n"
      "2:\n"
      "ldr r7, [sp]\n"
      "3:\n"
      "cmp r6, r7\n"
      "beq 4f\n" MOTE_INPUT("0", "1", "2", "3", "4", "5", "6", "7")
      "adds r1, #8\n"
      "b 3b\n"
      "4:\n"
      "ldr r3, [sp, #20]\n"
      "mov r0, r8\n"
      "mov r1, r9\n"
      "stm r3!, {r4, r5}\n"
      "stm r3!, {r0, r1}\n"
      "mov r0, r10\n"
      "mov r1, r11\n"
      "stm r3!, {r0, r1}\n"
      "mov r0, r12\n"
      "mov r1, lr\n"
      "stm r3!, {r0, r1}\n"
      "pop {r2, r4-r7}\n"
      "mov r8, r4\n"
      "mov r9, r5\n"
      "mov r10, r6\n"
      "mov r11, r7\n"
      "pop {r3-r7, pc}\n"
      ".syntax divided\n");
}

// Takes what adding 128 to the weights has added to the sums away.
class Summer {
 public:
  Summer(const int8_t* input, int32_t count) : input_(input), excess_(0) {
    Count(count);
  }

  void operator()(const int8_t* input, const int8_t* weights, int32_t count,
                  int32_t* sums) {
    if (input != input_) {
      input_ = input;
      Count(count);
    }
    EightSums(input, weights, count, sums);
    for (int32_t i = 0; i < 8; ++i) sums[i] -= excess_;
  }

 private:
  void Count(int32_t count) {
    int32_t sum = 0;
    for (int32_t i = 0; i < count; ++i) sum += input_[i];
    excess_ = 128 * sum;
  }

  const int8_t* input_;
  int32_t excess_;
};

template <class Sums>
void FullyConnected(const GroupedFullyConnectedParams& p, const int8_t* input,
                    int8_t* output) {
  Summer summer(input, p.inputs);
  grouped::FullyConnected<8, Sums>(
      p, input, output,
      [&](const int8_t* row, const int8_t* weights, int32_t count,
          int32_t* sums) { summer(row, weights, count, sums); });
}

}  // namespace

void FullyConnectedInt8(const GroupedFullyConnectedParams& p,
                        const int8_t* input, int8_t* output,
                        int8_t* /*scratch*/) {
  FullyConnected<grouped::ShortSums<staggered::ShortProduct>>(p, input, output);
}

void FullyConnectedLongInt8(const GroupedFullyConnectedParams& p,
                            const int8_t* input, int8_t* output,
                            int8_t* /*scratch*/) {
  FullyConnected<grouped::LongSums>(p, input, output);
}

}  // namespace armv6m
}  // namespace nn
}  // namespace mote
