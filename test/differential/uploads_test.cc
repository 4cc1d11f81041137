// Edge Impulse's own clients upload to mote.
#include <gtest/gtest.h>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/process.h"
#include "lib/signal/decode.h"
#include "lib/signal/signal_file.h"
#include "stages/collect/edge_impulse/serve.h"
#include "test/differential/oracles.h"

namespace mote {
namespace {

class UploadsTest : public testing::Test {
 protected:
  UploadsTest() {
    for (int i = 0; i < 2; ++i) {
      std::vector<int16_t> samples(1600);
      for (size_t t = 0; t < samples.size(); ++t) {
        samples[t] = static_cast<int16_t>(mix64(static_cast<uint64_t>(i), t));
      }
      write_wav(wav(i), mono_audio(16000, std::move(samples)));
    }
    ServeOptions options;
    options.address = "127.0.0.1";
    options.port = 0;
    options.ingestion = {"ei_key", {"secret", false}};
    receiver.emplace(store, options, [](const Arrival&) {});
  }

  fs::path wav(int number) const {
    return folder.path() / (std::to_string(number) + ".wav");
  }
  std::string port() const { return std::to_string(receiver->port()); }

  // By label.
  std::map<std::string, Sample> samples() {
    std::map<std::string, Sample> found;
    for (const Sample& sample : SampleTable(store).list()) {
      found[sample.label] = sample;
    }
    return found;
  }

  TemporaryFolder folder;
  Store store{folder.path() / "store"};
  std::optional<Receiver> receiver;
};

TEST_F(UploadsTest, OfThePythonPackage) {
  MOTE_REQUIRE_ORACLES();
  const std::string output = test::run_oracle(
      "upload_with_edgeimpulse.py", {port(), "ei_key", wav(0), wav(1)});
  EXPECT_EQ(output,
            "wav 2 0\n"
            "again 0 2\n"
            "again_allowed 2 0\n"
            "numpy 2 0\n"
            "csv 1 0\n"
            "nonsense 0 1\n"
            "wrong_key 0 1\n");
  auto found = samples();
  EXPECT_EQ(SampleTable(store).count(), 5u);
  EXPECT_EQ(found["turn it on"].group, "anna");
  EXPECT_EQ(found["turn it on"].rate_hz, 16000);
  EXPECT_EQ(found["up"].split, "test");
  EXPECT_EQ(found["up"].rate_hz, 100);
  EXPECT_EQ(found["wave"].rate_hz, 50);
  const Signal down =
      decode_signal(store.objects().get(found["down"].id), "down");
  EXPECT_EQ(down.axes[1], (Axis{"accY", "m/s2"}));
  EXPECT_EQ(down.samples, SignalValues(std::vector<float>{5, 6, 7, 8}));
}

TEST_F(UploadsTest, OfTheNodePackageWithSignatures) {
  const fs::path modules = test::node_modules();
  if (modules.empty()) {
    GTEST_SKIP() << "needs npm and test/differential/install_oracles.sh";
  }
  const fs::path script = fs::path(MOTE_SOURCE_DIR) / "test" / "differential" /
                          "upload_with_edge_impulse_linux.js";
  const auto upload = [&](const std::string& hmac_key) {
    return run_process({"env", "NODE_PATH=" + modules.string(), "node",
                        script.string(), port(), "ei_key", hmac_key, wav(0)});
  };
  EXPECT_NE(upload("wrong").errors.find("the signature is wrong"),
            std::string::npos);
  EXPECT_EQ(SampleTable(store).count(), 0u);
  const ProcessResult sent = upload("secret");
  EXPECT_EQ(sent.exit_code, 0) << sent.errors;
  auto found = samples();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(sent.output, found["idle & more"].name + "\nsent\n");
  EXPECT_EQ(found["idle & more"].rate_hz, 50);
  EXPECT_EQ(found["gehe zur\xC3\xBC"
                  "ck"]
                .group,
            "bo");
  EXPECT_EQ(found["gehe zur\xC3\xBC"
                  "ck"]
                .split,
            "test");
}

}  // namespace
}  // namespace mote
