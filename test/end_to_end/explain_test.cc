// `mote compile` and `mote bench` on real models.
#include <gtest/gtest.h>

#include <algorithm>

#include "test/end_to_end/program.h"
#include "test/shared_data.h"

namespace mote::test {
namespace {

std::string micro_speech() {
  return shared_path("models/tflm/micro_speech_quantized.tflite").string();
}

TEST(Explain, TextShowsPassesAndMemory) {
  MOTE_REQUIRE_SHARED();
  const TemporaryFolder folder;
  const ProcessResult result =
      mote(folder.path(), {"compile", micro_speech(), "--explain"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  for (const char* text :
       {"model:\n", "\nfuse_padding: changes nothing\n",
        "\ndepthwise_to_conv:", "\n- ", "DEPTHWISE_CONV_2D(", "\n+ ",
        "= CONV_2D(", "\nmemory:\n", "no placement of these needs less than"}) {
    EXPECT_NE(result.output.find(text), std::string::npos) << text;
  }
}

TEST(Explain, JsonHoldsPassesAndMemory) {
  MOTE_REQUIRE_SHARED();
  const TemporaryFolder folder;
  const nlohmann::json result =
      mote_json(folder.path(), {"compile", micro_speech(), "--explain"});
  std::vector<std::string> changed;
  for (const nlohmann::json& pass : result.at("passes")) {
    if (pass.at("changed")) changed.push_back(pass.at("pass"));
  }
  EXPECT_EQ(changed, std::vector<std::string>{"depthwise_to_conv"});
  int64_t end = 0;
  for (const nlohmann::json& use : result.at("memory")) {
    EXPECT_LE(use.at("first_step"), use.at("last_step"));
    end = std::max(end, use.at("offset_bytes").get<int64_t>() +
                            use.at("size_bytes").get<int64_t>());
  }
  EXPECT_EQ(end, result.at("arena_bytes"));
}

TEST(Compare, DashesAreExplained) {
  MOTE_REQUIRE_SHARED();
  const TemporaryFolder folder;
  const std::string model =
      shared_path("models/tflm/audio_preprocessor_int8.tflite").string();
  const ProcessResult result =
      mote(folder.path(), {"compile", model, "--compare", "--target", "linux"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_NE(result.output.find("\n-  SNR, RMS error: the tensor has no scale"),
            std::string::npos);
}

TEST(Bench, JsonSaysWhoseIntegers) {
  MOTE_REQUIRE_SHARED();
  const TemporaryFolder folder;
  const nlohmann::json result =
      mote_json(folder.path(), {"bench", micro_speech(), "--target", "host",
                                "--seconds", "0.01", "--rounding", "litert"});
  EXPECT_EQ(result.at("rounding"), "litert");
}

}  // namespace
}  // namespace mote::test
