// The kernels of device/nn by the names that plans use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace mote {

// Calls a kernel on untyped memory.
using KernelCall = void (*)(const void* params, const void* const* inputs,
                            void* const* outputs, int8_t* scratch);

struct HostKernel {
  const char* name = "";    // "reference::ConvInt8"
  size_t params_bytes = 0;  // sizeof its parameter struct
  KernelCall call = nullptr;
};

// Null when this program has no kernel of that name.
const HostKernel* find_host_kernel(const std::string& name);

}  // namespace mote
