#include "lib/firmware/cpp_text.h"

#include <gtest/gtest.h>

namespace mote {
namespace {

TEST(CppText, StringsSurviveQuotesTrigraphsAndUtf8) {
  EXPECT_EQ(cpp_string("left"), "\"left\"");
  EXPECT_EQ(cpp_string("say \"hi\"\\"), R"("say \042hi\042\134")");
  EXPECT_EQ(cpp_string("ü1\n?\?/"), R"("\303\2741\012\077\077/")");
}

TEST(CppText, CommentsCannotBeEscaped) {
  EXPECT_EQ(cpp_comment("a\nint b; */ c\\"), "a_int b; _/ c_");
}

TEST(CppText, ListsBreakBeforeColumn80) {
  const std::string list = cpp_list(std::vector<int>(60, -12345));
  size_t start = 0;
  for (size_t end = list.find('\n'); end != std::string::npos;
       end = list.find('\n', start)) {
    EXPECT_LE(end - start, 80u);
    start = end + 1;
  }
  EXPECT_EQ(cpp_list(std::vector<int>{1, 2}), "{\n    1, 2}");
}

TEST(CppText, ArraysHaveTheirSizeAndComment) {
  EXPECT_EQ(cpp_array("uint8_t", "kGroups", std::vector<int>{0, 1}, "labels"),
            "// labels\nconst uint8_t kGroups[2] = {\n    0, 1};\n");
}

}  // namespace
}  // namespace mote
