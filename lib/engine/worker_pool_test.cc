#include "lib/engine/worker_pool.h"

#include <gtest/gtest.h>

#include <array>

namespace mote::engine {
namespace {

TEST(WorkerPoolTest, RunsEachIndexOnce) {
  for (int threads : {1, 2, 4}) {
    WorkerPool pool(threads);
    for (int job = 0; job < 2000; ++job) {
      std::array<std::atomic<int>, 5> calls = {};
      pool.run(5, [&](int i) { ++calls[i]; });
      for (const auto& count : calls) ASSERT_EQ(count, 1);
    }
  }
}

TEST(WorkerPoolTest, WorksInTheBackgroundBetweenJobs) {
  WorkerPool pool(3);
  std::atomic<int> left = 1000, pieces = 0;
  pool.start_background([&] {
    if (left-- <= 0) return false;
    ++pieces;
    return true;
  });
  std::atomic<int> calls = 0;
  for (int job = 0; job < 500; ++job) pool.run(4, [&](int) { ++calls; });
  EXPECT_EQ(calls, 2000);
  while (left > 0) pool.wake();
  pool.stop_background();
  EXPECT_EQ(pieces, 1000);
}

TEST(WorkerPoolTest, DoesNoBackgroundWorkWithOneThread) {
  WorkerPool pool(1);
  bool worked = false;
  pool.start_background([&] { return worked = true; });
  pool.run(3, [](int) {});
  EXPECT_FALSE(worked);
}

}  // namespace
}  // namespace mote::engine
