#include "lib/engine/worker_pool.h"

namespace mote::engine {

WorkerPool::WorkerPool(int threads) {
  for (int i = 1; i < threads; ++i) {
    threads_.emplace_back([this] { wait_for_jobs(); });
  }
}

WorkerPool::~WorkerPool() {
  closing_ = true;
  ++generation_;
  generation_.notify_all();
}

void WorkerPool::work() {
  for (int i = next_++; i < job_.count; i = next_++) {
    job_.call(job_.context, i);
  }
}

void WorkerPool::run_job(const Job& job) {
  job_ = job;
  next_ = 0;
  if (threads_.empty()) return work();
  busy_ = static_cast<int>(threads_.size());
  ++generation_;
  generation_.notify_all();
  work();
  for (int busy = busy_; busy != 0; busy = busy_) busy_.wait(busy);
}

void WorkerPool::wait_for_jobs() {
  uint32_t seen = 0;
  while (true) {
    generation_.wait(seen);
    seen = generation_;
    if (closing_) return;
    work();
    if (--busy_ == 0) busy_.notify_all();
  }
}

}  // namespace mote::engine
