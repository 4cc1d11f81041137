// Where UART 0 lies: AN386, AN385 and AN500.
#pragma once

#include <stdint.h>

namespace uart {

constexpr uintptr_t kAddress = 0x40004000;

}  // namespace uart
