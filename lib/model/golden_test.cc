#include "lib/model/golden.h"

#include <gtest/gtest.h>

#include <cstring>

#include "lib/base/error.h"
#include "lib/base/file.h"

namespace mote {
namespace {

Tensor tensor(Type type, int elements) {
  Tensor tensor;
  tensor.name = "x";
  tensor.type = type;
  tensor.shape = {elements};
  return tensor;
}

TEST(Golden, InputsFollowTheFormula) {
  const auto bytes = golden_input(tensor(Type::kInt8, 3), 2, 1);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(static_cast<int8_t>(bytes[i]),
              (i * 7919 + 104729 + 2 * 31) % 251 - 125);
  }
  EXPECT_EQ(golden_input(tensor(Type::kFloat32, 1), 0, 0).size(), 4u);
}

TEST(Golden, CountsDifferences) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "golden.csv";
  write_atomically(path, "run,output\n0,0,int8,1,-2,3\n1,0,float32,100,0\n");
  const auto rows = read_golden(path);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(golden_differences({1, 0xFE, 3}, Type::kInt8, rows[0]), 0);
  EXPECT_EQ(golden_differences({1, 2, 3}, Type::kInt8, rows[0]), 1);
  EXPECT_EQ(golden_differences({1}, Type::kInt8, rows[0]), 2);
  const float near[] = {100.0005f, 0.0005f}, far[] = {100.01f, 0.0f};
  std::vector<uint8_t> bytes(8);
  std::memcpy(bytes.data(), near, 8);
  EXPECT_EQ(golden_differences(bytes, Type::kFloat32, rows[1]), 0);
  std::memcpy(bytes.data(), far, 8);
  EXPECT_EQ(golden_differences(bytes, Type::kFloat32, rows[1]), 1);
}

TEST(Golden, RefusesOtherFiles) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "golden.csv";
  write_atomically(path, "0,zero,int8,1\n");
  EXPECT_THROW(read_golden(path), Error);
  EXPECT_THROW(read_golden(folder.path() / "none.csv"), Error);
}

}  // namespace
}  // namespace mote
