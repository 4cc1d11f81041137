#include "lib/base/cpu.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "lib/base/error.h"

namespace mote {
namespace {

Isa cpu_isa() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) {
    return Isa::kPortable;
  }
  if (!__builtin_cpu_supports("avx512f") ||
      !__builtin_cpu_supports("avx512bw") ||
      !__builtin_cpu_supports("avx512vl") ||
      !__builtin_cpu_supports("avx512dq")) {
    return Isa::kAvx2;
  }
  return __builtin_cpu_supports("avx512vnni") ? Isa::kAvx512Vnni : Isa::kAvx512;
#else
  return Isa::kPortable;
#endif
}

Isa wanted_isa() {
  const char* wanted = std::getenv("MOTE_ISA");
  if (wanted == nullptr) return Isa::kAvx512Vnni;
  for (Isa isa : {Isa::kPortable, Isa::kAvx2, Isa::kAvx512, Isa::kAvx512Vnni}) {
    if (isa_name(isa) == wanted) return isa;
  }
  throw Error("is not an instruction set that mote knows",
              std::string("MOTE_ISA=") + wanted,
              "Use portable, avx2, avx512 or avx512vnni.");
}

}  // namespace

Isa host_isa() {
  static const Isa isa = std::min(cpu_isa(), wanted_isa());
  return isa;
}

std::string isa_name(Isa isa) {
  switch (isa) {
    case Isa::kPortable:
      return "portable";
    case Isa::kAvx2:
      return "avx2";
    case Isa::kAvx512:
      return "avx512";
    case Isa::kAvx512Vnni:
      return "avx512vnni";
  }
  return "portable";
}

}  // namespace mote
