#include "lib/compiler/kernels/code_size.h"

#include <map>

namespace mote {

int64_t kernel_code_bytes(const std::string& kernel) {
  static const std::map<std::string, int64_t> sizes = {
      {"reference::AddInt8", 320},
      {"reference::ConvInt8", 620},
      {"reference::DepthwiseConvInt8", 560},
      {"reference::SoftmaxInt8", 900},
      {"reference::FullyConnectedInt8", 300},
  };
  constexpr int64_t kOther = 300;
  const auto size = sizes.find(kernel);
  return size == sizes.end() ? kOther : size->second;
}

}  // namespace mote
