// Models that must be refused, each with the message in the file beside it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/compiler/compile.h"
#include "lib/model/tflite/tflite.h"

namespace mote {
namespace {

const fs::path kFolder = fs::path(MOTE_SOURCE_DIR) / "test" / "must_fail";

std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".tflite") {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string complaint(const std::string& name) {
  const std::string file = name + ".tflite";
  try {
    compile(read_tflite(read_bytes(kFolder / file), file), host_target());
  } catch (const Error& error) {
    return std::string(error.what()) + "\n";
  }
  return "";
}

class MustFail : public ::testing::TestWithParam<std::string> {};

TEST_P(MustFail, WithThisMessage) {
  EXPECT_EQ(complaint(GetParam()), read_text(kFolder / (GetParam() + ".txt")));
}

INSTANTIATE_TEST_SUITE_P(Models, MustFail, ::testing::ValuesIn(names()),
                         [](const auto& model) { return model.param; });

}  // namespace
}  // namespace mote
