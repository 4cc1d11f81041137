// Event files in the real TensorBoard: its reader and its server.
#include "lib/engine/event_log.h"

#include <gtest/gtest.h>

#include "lib/base/file.h"
#include "test/differential/oracles.h"

namespace mote {
namespace {

TEST(TensorBoard, ReadsEveryScalar) {
  MOTE_REQUIRE_ORACLES();
  const TemporaryFolder folder;
  write_atomically(
      folder.path() / "events.out.tfevents.1.mote",
      engine::event_file({{1, 1000.5, {{"loss", 0.75}, {"rate", 2}}},
                          {300, 1001.5, {{"loss", -0.25}}}}));
  EXPECT_EQ(test::run_oracle("read_events.py", {folder.path()}),
            "version 2.0\n"
            "loss 1 1000.5 0.75\n"
            "loss 300 1001.5 -0.25\n"
            "rate 1 1000.5 2.0\n");
}

TEST(TensorBoard, ServesEveryScalar) {
  MOTE_REQUIRE_ORACLES();
  const TemporaryFolder folder;
  write_atomically(folder.path() / "events.out.tfevents.mote",
                   engine::event_file({{1, 1000.5, {{"training/loss", 0.75}}},
                                       {2, 1001.5, {{"rate", 2}}}}));
  EXPECT_EQ(test::run_oracle("serve_events.py", {folder.path()}),
            ". rate\n. training/loss\n");
}

}  // namespace
}  // namespace mote
