#include "lib/base/cpu.h"

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

#include <cstdlib>
#include <string_view>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr Isa kIsas[] = {Isa::kPortable,  Isa::kNeon,    Isa::kDotprod,
                         Isa::kAvx2,      Isa::kAvxVnni, Isa::kAvx512,
                         Isa::kAvx512Vnni};

#if defined(__x86_64__)
// Older compilers' __builtin_cpu_supports does not know it: leaf 7, subleaf 1,
// bit 4 of EAX (Intel's manual, volume 2, CPUID).
bool has_avxvnni() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  return __get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx) != 0 &&
         (eax >> 4 & 1) != 0;
}

bool has_avx2() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

bool has_avx512() {
  return has_avx2() && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq");
}
#elif defined(__aarch64__)
bool has_dotprod() {
#if defined(__linux__)
  constexpr unsigned long kAsimdDp = 1ul << 20;  // HWCAP_ASIMDDP
  return (getauxval(AT_HWCAP) & kAsimdDp) != 0;
#else
  return true;  // every AArch64 Apple computer
#endif
}
#endif

Isa wanted_isa() {
  const char* wanted = std::getenv("MOTE_ISA");
  if (wanted == nullptr) return Isa::kAvx512Vnni;
  for (const Isa isa : kIsas) {
    if (isa_name(isa) == wanted) return isa;
  }
  throw Error("is not an instruction set that mote knows",
              std::string("MOTE_ISA=") + wanted,
              "Use portable, avx2, avxvnni, avx512, avx512vnni, neon or "
              "dotprod.");
}

}  // namespace

bool cpu_runs(Isa isa) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  switch (isa) {
    case Isa::kPortable:
      return true;
    case Isa::kAvx2:
      return has_avx2();
    case Isa::kAvxVnni:
      return has_avx2() && has_avxvnni();
    case Isa::kAvx512:
      return has_avx512();
    case Isa::kAvx512Vnni:
      return has_avx512() && __builtin_cpu_supports("avx512vnni");
    default:
      return false;
  }
#elif defined(__aarch64__)
  if (isa == Isa::kDotprod) return has_dotprod();
  return isa == Isa::kPortable || isa == Isa::kNeon;
#else
  return isa == Isa::kPortable;
#endif
}

Isa host_isa() {
  static const Isa isa = [] {
    Isa best = Isa::kPortable;
    for (const Isa each : kIsas) {
      if (each <= wanted_isa() && cpu_runs(each)) best = each;
    }
    return best;
  }();
  return isa;
}

std::string isa_name(Isa isa) {
  switch (isa) {
    case Isa::kPortable:
      return "portable";
    case Isa::kAvx2:
      return "avx2";
    case Isa::kAvxVnni:
      return "avxvnni";
    case Isa::kAvx512:
      return "avx512";
    case Isa::kAvx512Vnni:
      return "avx512vnni";
    case Isa::kNeon:
      return "neon";
    case Isa::kDotprod:
      return "dotprod";
  }
  return "portable";
}

}  // namespace mote
