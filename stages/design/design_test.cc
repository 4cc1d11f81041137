#include "stages/design/design.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"

namespace mote {
namespace {

DesignRequirements left_and_right() {
  DesignRequirements requirements;
  requirements.labels = {"silence", "unknown", "left", "right"};
  requirements.words = {"cat", "left", "right", "up"};
  return requirements;
}

class DesignTest : public testing::Test {
 protected:
  Design make(const std::string& model, double width = 1,
              const std::string& head = "auto") {
    DesignSettings settings;
    settings.model = model;
    settings.width = width;
    settings.head = head;
    return design(requirements_, *features_, target_, settings);
  }

  DesignRequirements requirements_ = left_and_right();
  std::unique_ptr<FeatureBlock> features_ =
      make_feature_block("micro_frontend");
  Target target_ = read_target("qemu-cortex-m4");
};

TEST_F(DesignTest, TinyconvCostsWhatItsLayersDo) {
  const DesignReport report = make("tinyconv").report;
  EXPECT_EQ(report.parameters, 16652);
  EXPECT_EQ(report.macs, 336000);
  int64_t parameters = 0, macs = 0;
  for (const DesignedLayer& layer : report.layers) {
    parameters += layer.parameters;
    macs += layer.macs;
  }
  EXPECT_EQ(parameters, report.parameters);
  EXPECT_EQ(macs, report.macs);
  // Its 4,000 activations and the window; its weights.
  EXPECT_GT(report.ram_bytes, 4000 + 1960);
  EXPECT_LT(report.ram_bytes, 20000);
  EXPECT_GT(report.flash_bytes, 16652);
  EXPECT_LT(report.flash_bytes, 64000);
}

TEST_F(DesignTest, SaysWhetherItFitsAndByHowMuchNot) {
  requirements_.ram_bytes = 32 * 1024;
  requirements_.flash_bytes = 128 * 1024;
  const DesignReport roomy = make("tinyconv").report;
  EXPECT_TRUE(roomy.fits());
  EXPECT_NE(roomy.verdict().find("fits qemu-cortex-m4: RAM"),
            std::string::npos);
  requirements_.flash_bytes = 10 * 1024;
  const DesignReport tight = make("tinyconv").report;
  EXPECT_FALSE(tight.fits());
  EXPECT_NE(tight.verdict().find("does not fit"), std::string::npos);
  EXPECT_NE(tight.verdict().find("KB too much"), std::string::npos);
}

TEST_F(DesignTest, SlowNetworksInferLessOften) {
  const DesignReport quick = make("tinyconv").report;
  EXPECT_EQ(quick.hops_a_score, 5);
  EXPECT_NE(quick.pace().find("a score every 100 ms takes"), std::string::npos);
  const DesignReport slow = make("ds-cnn").report;
  EXPECT_GT(slow.hops_a_score, 5);
  EXPECT_GT(slow.cpu_share, quick.cpu_share);
  EXPECT_LE(slow.cpu_share, 0.8);
}

TEST_F(DesignTest, WidthScalesTheFilters) {
  EXPECT_EQ(make("tinyconv", 2).report.parameters, 2 * 648 + 8000 * 4 + 4);
  EXPECT_LT(make("tc", 0.5).report.macs, make("tc").report.macs / 2);
}

TEST_F(DesignTest, TcKnowsAllWordsAndGroupsThem) {
  const Design result = make("tc");
  EXPECT_EQ(
      result.graph.classes,
      (std::vector<std::string>{"silence", "cat", "left", "right", "up"}));
  EXPECT_EQ(result.scores.groups, (std::vector<int>{0, 1, 2, 3, 1}));
  EXPECT_TRUE(result.scores.logits);
  EXPECT_EQ(make("tc", 1, "labels").graph.classes, requirements_.labels);
}

TEST_F(DesignTest, SoftmaxModelsScoreLabelsDirectly) {
  const Design result = make("ds-cnn");
  EXPECT_FALSE(result.scores.logits);
  EXPECT_EQ(result.scores.groups, (std::vector<int>{0, 1, 2, 3}));
}

TEST_F(DesignTest, AWordWithoutALabelIsAnError) {
  requirements_.labels = {"silence", "left"};
  EXPECT_THROW(make("tc"), Error);
  requirements_.labels = {"left"};
  EXPECT_THROW(make("tinyconv"), Error);
}

TEST_F(DesignTest, EveryModelHasKernelsOnEveryTarget) {
  for (const std::string& name : target_names()) {
    target_ = read_target(name);
    for (const char* model : {"tinyconv", "ds-cnn", "tc"}) {
      EXPECT_GT(make(model).report.flash_bytes, 0) << model << ", " << name;
    }
  }
}

}  // namespace
}  // namespace mote
