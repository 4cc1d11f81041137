// The threads of a training run.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace mote::engine {

// Threads that wait between jobs instead of being started for each. Running a
// job allocates nothing. Threads without a job do background work.
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
             &body},
            count);
  }

  // `work` does a short piece of work and returns true, or false when there is
  // none now; threads that are free call it, any number at once, until the
  // next job. Called once, before the first job. It must not throw.
  void start_background(std::function<bool()> work);
  // Says that there may be background work again.
  void wake();
  // Waits for the pieces under way; none begins afterwards.
  void stop_background();

 private:
  struct Job {
    void (*call)(const void* context, int index) = nullptr;
    const void* context = nullptr;
  };

  void run_job(const Job& job, int count);
  bool claim_and_run();
  bool run_background();
  void live();

  Job job_;
  // Of the current job: its number, its count and the next index to claim,
  // together in one word (32, 16 and 16 bits), so that who claims an index
  // knows that job_ is still the one it belongs to.
  std::atomic<uint64_t> ticket_ = 0;
  std::atomic<int> done_ = 0;
  std::atomic<uint32_t> signal_ = 0;  // changes when there may be work
  std::atomic<bool> closing_ = false;

  std::function<bool()> background_;
  std::atomic<bool> has_background_ = false;
  std::atomic<int> in_background_ = 0;
  std::vector<std::jthread> threads_;
};

}  // namespace mote::engine
