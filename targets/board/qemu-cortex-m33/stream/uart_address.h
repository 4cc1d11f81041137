// Where UART 0 lies: AN505, secure.
#pragma once

#include <stdint.h>

namespace uart {

constexpr uintptr_t kAddress = 0x50200000;

}  // namespace uart
