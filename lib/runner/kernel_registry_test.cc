#include "lib/runner/kernel_registry.h"

#include <gtest/gtest.h>

#include <regex>

#include "lib/base/file.h"
#include "lib/compiler/kernels/code_size.h"

namespace mote {
namespace {

// What kernel_code_bytes() says of a kernel that it does not know.
const int64_t kUnknownBytes = kernel_code_bytes("reference::NoSuchKernel");

TEST(KernelRegistry, PortableKernelsHaveCodeSizes) {
  const std::string source =
      read_text(MOTE_SOURCE_DIR "/lib/runner/kernel_registry.cc");
  const std::regex entry(R"(MOTE_KERNEL\(((?:reference|litert)::\w+)\))");
  int kernels = 0;
  for (std::sregex_iterator i(source.begin(), source.end(), entry), end;
       i != end; ++i, ++kernels) {
    const std::string name = (*i)[1];
    EXPECT_NE(find_host_kernel(name), nullptr) << name;
    EXPECT_NE(kernel_code_bytes(name), kUnknownBytes) << name;
  }
  EXPECT_GT(kernels, 100);
}

}  // namespace
}  // namespace mote
