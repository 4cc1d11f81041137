#include "lib/package/package.h"

#include <gtest/gtest.h>

#include <random>

#include "lib/base/error.h"
#include "lib/model/tflite/tflite.h"
#include "lib/package/archive.h"

namespace mote {
namespace {

// A model of one softmax over four values.
std::vector<uint8_t> softmax_model() {
  Model model;
  for (const char* name : {"input", "output"}) {
    Tensor tensor;
    tensor.name = name;
    tensor.shape = {1, 4};
    model.tensors.push_back(tensor);
  }
  Operator op;
  op.code = OperatorCode::kSoftmax;
  op.inputs = {0}, op.outputs = {1};
  model.operators = {op};
  model.inputs = {0}, model.outputs = {1};
  return write_tflite(model);
}

Package sample_package() {
  Package package;
  package.name = "lamp \"left\" \xc3\xa4";
  package.model = softmax_model();
  package.feature_block = "micro_frontend";
  package.feature_settings = R"({"hop":20,"window":30})";
  package.scores.labels = {"silence", "unknown", "left", "right"};
  package.scores.groups = {0, 1, 2, 3};
  package.scores.log_priors = {0, -0.5, 0.25, 1.0 / 3};
  package.scores.logits = true;
  package.detection.threshold = 0.7;
  package.detection.ignored = {"silence"};
  package.lineage = {{"snapshot", "abc"}, {"train", "def"}};
  package.data = {{"", "", "", 12}, {"words", "CC-BY-4.0", "Ann \"A\"", 300}};
  return package;
}

void expect_same(const Package& a, const Package& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.model, b.model);
  EXPECT_EQ(a.feature_block, b.feature_block);
  EXPECT_EQ(a.feature_settings, b.feature_settings);
  EXPECT_EQ(a.scores, b.scores);
  EXPECT_EQ(a.detection.threshold, b.detection.threshold);
  EXPECT_EQ(a.detection.smoothing_windows, b.detection.smoothing_windows);
  EXPECT_EQ(a.detection.suppression_ms, b.detection.suppression_ms);
  EXPECT_EQ(a.detection.hops_a_score, b.detection.hops_a_score);
  EXPECT_EQ(a.detection.ignored, b.detection.ignored);
  EXPECT_EQ(a.lineage, b.lineage);
  EXPECT_EQ(a.data, b.data);
}

std::string message_of(const std::vector<uint8_t>& bytes) {
  try {
    read_package(bytes, "x.mote");
  } catch (const Error& error) {
    EXPECT_EQ(error.where().rfind("x.mote", 0), 0u);
    return error.what_happened();
  }
  return "";
}

TEST(Package, ReadsWhatItWroteAndWritesTheSameBytes) {
  const Package package = sample_package();
  const std::vector<uint8_t> bytes = write_package(package);
  expect_same(package, read_package(bytes, "x.mote"));
  EXPECT_EQ(bytes, write_package(package));
}

TEST(Package, RefusesEveryPrefix) {
  const std::vector<uint8_t> bytes = write_package(sample_package());
  for (size_t length = 0; length < bytes.size(); ++length) {
    const auto end = bytes.begin() + static_cast<ptrdiff_t>(length);
    EXPECT_NE(message_of({bytes.begin(), end}), "") << length;
  }
}

TEST(Package, RefusesDamageOrReadsItEqual) {
  const Package package = sample_package();
  const std::vector<uint8_t> bytes = write_package(package);
  std::mt19937 random(1);
  for (int trial = 0; trial < 3000; ++trial) {
    std::vector<uint8_t> damaged = bytes;
    damaged[random() % damaged.size()] ^=
        static_cast<uint8_t>(1 + random() % 255);
    if (message_of(damaged).empty()) {
      expect_same(package, read_package(damaged, "x.mote"));
    }
  }
}

TEST(Package, RefusesAModelThatTheManifestDoesNotDescribe) {
  ArchiveFiles files = read_zip(write_package(sample_package()), "x", 1 << 20);
  files["model.tflite"].back() ^= 1;
  EXPECT_NE(message_of(write_zip(files)).find("manifest"), std::string::npos);
  files.erase("model.tflite");
  EXPECT_NE(message_of(write_zip(files)).find("holds no model.tflite"),
            std::string::npos);
}

TEST(Package, RefusesScoresThatDoNotFitTheModel) {
  Package package = sample_package();
  package.scores.groups.pop_back();
  package.scores.log_priors.pop_back();
  EXPECT_NE(message_of(write_package(package)).find("4 outputs"),
            std::string::npos);
  package.scores.groups = {0, 1, 2, 4};
  EXPECT_NE(message_of(write_package(package)), "");
}

TEST(Package, NamesTheManifestsFieldThatIsWrong) {
  ArchiveFiles files = read_zip(write_package(sample_package()), "x", 1 << 20);
  std::string text(files["manifest.json"].begin(),
                   files["manifest.json"].end());
  text.replace(text.find("\"logits\": true"), 14, "\"logits\": \"no\"");
  files["manifest.json"] = {text.begin(), text.end()};
  EXPECT_NE(message_of(write_zip(files)).find("'logits'"), std::string::npos);
}

}  // namespace
}  // namespace mote
