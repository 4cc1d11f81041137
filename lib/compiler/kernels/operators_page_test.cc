#include "lib/compiler/kernels/operators_page.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "lib/base/file.h"

namespace mote {
namespace {

TEST(OperatorsPage, IsCurrent) {
  const fs::path page = fs::path(MOTE_SOURCE_DIR) / "docs" / "operators.md";
  EXPECT_EQ(read_text(page), operators_page())
      << "write it again: mote compile --operators > docs/operators.md";
}

}  // namespace
}  // namespace mote
