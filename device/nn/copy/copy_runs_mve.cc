#include <arm_mve.h>

#include "device/nn/copy/copy_runs.h"

namespace mote {
namespace nn {
namespace mve {

// Not to be part of its callers, as assembly cannot say that it changes the
// predicate.
void CopyRuns(const Runs& runs, const int8_t* from, int8_t* to) {
  int32_t count = runs.count;
  const int8_t* next;
  int8_t* there;
  asm volatile(
      "cmp %[bytes], #16\n"
      "bgt 2f\n"
      "vctp.8 %[bytes]\n"
      "dls lr, %[count]\n"
      "1:\n"
      "vpstt\n"
      "vldrbt.u8 q0, [%[from]]\n"
      "vstrbt.8 q0, [%[to]]\n"
      "add %[from], %[from_step]\n"
      "add %[to], %[to_step]\n"
      "le lr, 1b\n"
      "b 4f\n"
      "2:\n"
      "mov %[next], %[from]\n"
      "mov %[there], %[to]\n"
      "dlstp.8 lr, %[bytes]\n"
      "3:\n"
      "vldrb.u8 q0, [%[next]], #16\n"
      "vstrb.8 q0, [%[there]], #16\n"
      "letp lr, 3b\n"
      "add %[from], %[from_step]\n"
      "add %[to], %[to_step]\n"
      "subs %[count], #1\n"
      "bne 2b\n"
      "4:\n"
      : [from] "+&r"(from), [to] "+&r"(to), [count] "+&r"(count),
        [next] "=&r"(next), [there] "=&r"(there)
      : [bytes] "r"(runs.bytes), [from_step] "r"(runs.from_step),
        [to_step] "r"(runs.to_step)
      : "q0", "lr", "cc", "memory");
}

void FillBytes(int8_t* to, int32_t value, int32_t count) {
  for (; count > 0; count -= 16, to += 16) {
    vstrbq_p_s8(to, vdupq_n_s8(static_cast<int8_t>(value)),
                vctp8q(static_cast<uint32_t>(count)));
  }
}

}  // namespace mve
}  // namespace nn
}  // namespace mote
