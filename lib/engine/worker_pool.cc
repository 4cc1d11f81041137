#include "lib/engine/worker_pool.h"

#include <utility>

namespace mote::engine {
namespace {

constexpr uint64_t kIndexMask = 0xFFFF;
constexpr int kCountShift = 16;
constexpr int kNumberShift = 32;

}  // namespace

WorkerPool::WorkerPool(int threads) {
  for (int i = 1; i < threads; ++i) {
    threads_.emplace_back([this] { live(); });
  }
}

WorkerPool::~WorkerPool() {
  closing_ = true;
  wake();
  threads_.clear();
}

void WorkerPool::wake() {
  ++signal_;
  signal_.notify_all();
}

void WorkerPool::start_background(std::function<bool()> work) {
  background_ = std::move(work);
  has_background_ = true;
  wake();
}

void WorkerPool::stop_background() {
  has_background_ = false;
  for (int busy = in_background_; busy != 0; busy = in_background_) {
    in_background_.wait(busy);
  }
}

// Runs one index of the current job, if any is left.
bool WorkerPool::claim_and_run() {
  uint64_t ticket = ticket_;
  do {
    const uint64_t count = ticket >> kCountShift & kIndexMask;
    if ((ticket & kIndexMask) >= count) return false;
  } while (!ticket_.compare_exchange_weak(ticket, ticket + 1));
  job_.call(job_.context, static_cast<int>(ticket & kIndexMask));
  ++done_;
  done_.notify_all();
  return true;
}

void WorkerPool::run_job(const Job& job, int count) {
  job_ = job;
  done_ = 0;
  const uint64_t number = (ticket_ >> kNumberShift) + 1;
  ticket_ = number << kNumberShift | uint64_t(count) << kCountShift;
  if (!threads_.empty()) wake();
  while (claim_and_run()) {
  }
  for (int done = done_; done != count; done = done_) done_.wait(done);
}

bool WorkerPool::run_background() {
  ++in_background_;
  const bool worked = has_background_ && background_();
  --in_background_;
  if (!has_background_) in_background_.notify_all();
  return worked;
}

void WorkerPool::live() {
  while (true) {
    const uint32_t seen = signal_;
    if (closing_) return;
    if (claim_and_run() || run_background()) continue;
    signal_.wait(seen);
  }
}

}  // namespace mote::engine
