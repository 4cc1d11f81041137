// Where tests find the real data that lies beside the project, if it does.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace mote::test {

// $MOTE_SHARED, else ../shared beside the source tree.
inline std::filesystem::path shared_folder() {
  if (const char* folder = std::getenv("MOTE_SHARED")) return folder;
  return std::filesystem::path(MOTE_SOURCE_DIR).parent_path() / "shared";
}

// A file or folder of it: shared_path("datasets/speech_commands").
inline std::filesystem::path shared_path(const std::string& path) {
  return shared_folder() / path;
}

}  // namespace mote::test

// Skips the running test, by name, where the shared data is not there.
#define MOTE_REQUIRE_SHARED()                                         \
  if (!std::filesystem::exists(mote::test::shared_folder())) {        \
    GTEST_SKIP() << "needs " << mote::test::shared_folder().string(); \
  }
