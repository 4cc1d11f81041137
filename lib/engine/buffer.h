// Memory of a training run: taken once, zeroed, on large pages where the
// system has them.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>

namespace mote::engine {

class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(size_t floats) : size_(floats) {
    const size_t page = floats * sizeof(float) >= kLargePage ? kLargePage : 64;
    const size_t bytes =
        (floats * sizeof(float) + kSlackBytes + page - 1) / page * page;
    floats_.reset(static_cast<float*>(std::aligned_alloc(page, bytes)));
    if (floats_ == nullptr) throw std::bad_alloc();
    if (page == kLargePage) madvise(floats_.get(), bytes, MADV_HUGEPAGE);
    std::memset(floats_.get(), 0, bytes);
  }

  float* data() { return floats_.get(); }
  const float* data() const { return floats_.get(); }
  size_t size() const { return size_; }
  std::span<float> span() { return {data(), size_}; }
  std::span<const float> span() const { return {data(), size_}; }

 private:
  // Kernels may read (never write) a vector past the end.
  static constexpr size_t kSlackBytes = 64;
  static constexpr size_t kLargePage = size_t{1} << 21;
  struct Free {
    void operator()(float* p) const { std::free(p); }
  };

  std::unique_ptr<float[], Free> floats_;
  size_t size_ = 0;
};

}  // namespace mote::engine
