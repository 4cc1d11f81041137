// Small models of every operator with flipped bits: refused or run, never a
// crash.
#include <gtest/gtest.h>

#include <random>

#include "fuzz/survive.h"
#include "lib/model/tflite/tflite.h"
#include "test/differential/operator_models.h"

namespace mote {
namespace {

constexpr int kTrials = 16;  // a model

TEST(DamagedOperators, AreRefusedOrRun) {
  test::Random random(17);
  int outcomes[3] = {};
  for (const test::OperatorModel& model : test::operator_models(random, 1)) {
    const std::vector<uint8_t> whole = write_tflite(model.model);
    ASSERT_EQ(fuzz::survive(whole), 2) << model.name;
    for (int trial = 0; trial < kTrials; ++trial) {
      std::vector<uint8_t> bytes = whole;
      for (int flip = 0; flip < 2; ++flip) {
        uint8_t& byte = bytes[random() % bytes.size()];
        byte = static_cast<uint8_t>(random() % 2 == 0 ? byte + random() % 5 - 2
                                                      : random());
      }
      ++outcomes[fuzz::survive(bytes)];
    }
  }
  for (const int outcome : outcomes) EXPECT_GT(outcome, 0);
}

}  // namespace
}  // namespace mote
