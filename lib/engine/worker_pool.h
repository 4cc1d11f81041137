// The threads of a training run.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace mote::engine {

// Threads that wait between jobs instead of being started for each; running a
// job allocates nothing.
class WorkerPool {
 public:
  explicit WorkerPool(int threads);  // the caller is one of them
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Calls body(i) for i in [0, count), each once, in any order, and returns
  // when all are done. The body must not throw.
  template <class Body>
  void run(int count, const Body& body) {
    run_job({[](const void* context, int i) {
               (*static_cast<const Body*>(context))(i);
             },
             &body, count});
  }

 private:
  struct Job {
    void (*call)(const void* context, int index) = nullptr;
    const void* context = nullptr;
    int count = 0;
  };

  void run_job(const Job& job);
  void work();
  void wait_for_jobs();

  Job job_;
  std::atomic<int> next_ = 0;
  std::atomic<int> busy_ = 0;
  std::atomic<uint32_t> generation_ = 0;
  std::atomic<bool> closing_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace mote::engine
