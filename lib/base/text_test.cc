#include "lib/base/text.h"

#include <gtest/gtest.h>

#include "lib/base/utc_time.h"

namespace mote {
namespace {

TEST(Text, HasSmallLettersWhereThereWereCapitals) {
  EXPECT_EQ(lower_case("Time [MS] \xc3\x84"), "time [ms] \xc3\x84");
  EXPECT_EQ(lower_case(""), "");
}

TEST(Text, IsItsBytes) {
  const auto bytes = as_bytes("a\xff");
  ASSERT_EQ(bytes.size(), 2u);
  EXPECT_EQ(bytes[1], 0xff);
}

TEST(UtcTime, IsWrittenInIso8601) {
  EXPECT_EQ(utc_text(1700000000), "2023-11-14T22:13:20Z");
}

}  // namespace
}  // namespace mote
