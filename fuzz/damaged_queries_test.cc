// Queries that fuzzing found or started from, and damaged ones.
#include <gtest/gtest.h>

#include <random>

#include "fuzz/survive_query.h"
#include "lib/base/file.h"

namespace mote {
namespace {

std::vector<std::string> corpus() {
  std::vector<std::string> queries;
  const fs::path folder = fs::path(MOTE_SOURCE_DIR) / "fuzz" / "corpus_queries";
  for (const auto& file : fs::directory_iterator(folder)) {
    queries.push_back(read_text(file.path()));
  }
  return queries;
}

TEST(FuzzQueries, EveryOneIsSurvived) {
  size_t accepted = 0;
  const auto queries = corpus();
  for (const std::string& query : queries) {
    accepted += fuzz::survive_query(query);
  }
  EXPECT_GT(accepted, 5u);
  EXPECT_LT(accepted, queries.size()) << "some are damaged";
}

TEST(FuzzQueries, DamagedOnesAreRefusedOrAsked) {
  std::mt19937 random(11);
  const auto queries = corpus();
  const std::string characters = "()'\"\\=!<>~ andornt.{}[]*+?^$|0123456789-e";
  size_t accepted = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    std::string query = queries[random() % queries.size()];
    for (size_t i = 0; i < 1 + random() % 3 && !query.empty(); ++i) {
      const size_t at = random() % query.size();
      const char other = characters[random() % characters.size()];
      switch (random() % 4) {
        case 0:
          query.erase(at, 1);
          break;
        case 1:
          query.insert(at, 1, other);
          break;
        case 2:
          query[at] = static_cast<char>(random());
          break;
        default:
          query += " or " + queries[random() % queries.size()];
      }
    }
    accepted += fuzz::survive_query(query);
  }
  EXPECT_GT(accepted, 400u);
  EXPECT_LT(accepted, 3600u);
}

}  // namespace
}  // namespace mote
