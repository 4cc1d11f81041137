#include "lib/model/tflite/model_file.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/model/test_model.h"
#include "lib/model/tflite/tflite.h"

namespace mote {
namespace {

TEST(ModelFile, ReadsWhatXxdWrites) {
  if (!find_program("xxd")) GTEST_SKIP() << "needs xxd";
  const TemporaryFolder folder;
  const std::vector<uint8_t> tflite = write_tflite(test::small_model());
  write_atomically(folder.path() / "model.tflite", tflite);
  ProcessOptions options;
  options.folder = folder.path();
  const ProcessResult xxd = run_process({"xxd", "-i", "model.tflite"}, options);
  ASSERT_EQ(xxd.exit_code, 0);
  EXPECT_EQ(bytes_of_c_array(xxd.output, "model.cc"), tflite);

  write_atomically(folder.path() / "model.cc", xxd.output);
  for (const char* name : {"model.cc", "model.tflite"}) {
    EXPECT_EQ(write_tflite(read_model_file(folder.path() / name)), tflite);
  }
}

TEST(ModelFile, ReadsArraysOfEveryStyle) {
  const std::vector<uint8_t> expected = {28, 0, 255, 7};
  for (const char* source :
       {"alignas(8) const unsigned char g_model[] = {0x1c, 0x00, 0xff, 0x07};",
        "const int8_t m[4]={28,0,-1,7,};  // four",
        "/* m[1] = {1}; */ static const uint8_t m[] PROGMEM =\n"
        "    {0x1C,  // a comment, 9\n 0, 255 /* = {3} */, 7\n};"}) {
    EXPECT_EQ(bytes_of_c_array(source, "model.cc"), expected) << source;
  }
}

TEST(ModelFile, RefusesOtherText) {
  for (const char* source :
       {"", "hello", "int x = 3;", "m[] = {1, 256}", "m[] = {1, 2 3}",
        "m[] = {1, two}", "m[] = {1, 2"}) {
    EXPECT_THROW(bytes_of_c_array(source, "model.cc"), Error) << source;
  }
}

}  // namespace
}  // namespace mote
