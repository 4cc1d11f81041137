#include "stages/evaluate/evaluate.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lib/base/error.h"

namespace mote {
namespace {

const std::vector<std::string> kLabels = {"silence", "unknown", "left"};

// A clip's first sample says which label its scores favour.
class EchoDetector : public Detector {
 public:
  const std::vector<std::string>& labels() const override { return kLabels; }
  std::vector<int> score(std::span<const int16_t> clip) override {
    std::vector<int> scores(3, 1000);
    scores.at(static_cast<size_t>(clip[0])) = 30000;
    return scores;
  }
  std::vector<std::vector<int>> score_all(
      const std::vector<std::vector<int16_t>>& clips) override {
    std::vector<std::vector<int>> all;
    for (const auto& clip : clips) all.push_back(score(clip));
    return all;
  }
  std::vector<Detection> push(std::span<const int16_t>) override { return {}; }
  void reset(std::span<const int16_t>) override {}
  double samples_a_second() const override { return 16000; }
  std::vector<int16_t> samples(const Signal& signal,
                               const std::string&) const override {
    return signal.int16_samples();
  }
  std::vector<int16_t> quiet_sound(std::span<const int16_t>) const override {
    return {};
  }
};

// `saying` is what EchoDetector will answer.
TestClip clip_of(int label, int16_t saying) {
  return {"clip", "speaker", label, {saying}};
}

TestSet small_set() {
  TestSet set;
  set.labels = kLabels;
  set.clips = {clip_of(0, 0), clip_of(0, 0), clip_of(1, 1), clip_of(1, 2),
               clip_of(2, 2), clip_of(2, 2), clip_of(2, 2), clip_of(2, 0)};
  return set;
}

Evaluation evaluate_small(const EvaluateSettings& settings = {}) {
  EchoDetector detector;
  Run run = quiet_run();
  const TestSet set = small_set();
  Heard heard;
  for (const TestClip& clip : set.clips) {
    heard.clips.push_back({clip.name, clip.label, 2, {0, 0, 20000}});
  }
  heard.point = operating_point(heard.clips, word_labels(kLabels), 0.6);
  return summarize(kLabels, predict(detector, set, run), heard, settings);
}

TEST(Evaluate, CountsByHand) {
  const Evaluation evaluation = evaluate_small();
  EXPECT_DOUBLE_EQ(evaluation.accuracy, 6.0 / 8);
  EXPECT_DOUBLE_EQ(evaluation.balanced_accuracy, (1 + 0.5 + 0.75) / 3);
  EXPECT_DOUBLE_EQ(evaluation.accuracy_without_silence, 4.0 / 6);
  EXPECT_DOUBLE_EQ(evaluation.balanced_without_silence, (0.5 + 0.75) / 2);
  EXPECT_DOUBLE_EQ(evaluation.word_recall, 0.75);
  EXPECT_EQ(evaluation.confusion[2], (std::vector<int>{1, 0, 3}));
  const ClassMetrics& left = evaluation.per_class[2];
  EXPECT_DOUBLE_EQ(left.precision, 3.0 / 4);
  EXPECT_DOUBLE_EQ(left.recall, 3.0 / 4);
  EXPECT_DOUBLE_EQ(left.f1, 0.75);
  EXPECT_EQ(evaluation.worst, (std::vector<size_t>{3, 7}));
}

TEST(Evaluate, TargetsAreHeldAgainstFigures) {
  EvaluateSettings settings;
  settings.targets = {{"accuracy", ">= 70 %"}, {"recall_left", ">= 0.8"}};
  const Evaluation evaluation = evaluate_small(settings);
  EXPECT_TRUE(evaluation.targets[0].met);
  EXPECT_FALSE(evaluation.targets[1].met);
  EXPECT_NEAR(evaluation.targets[1].missed_by(), 0.05, 1e-12);
  EXPECT_FALSE(evaluation.targets_met());
}

TEST(Evaluate, UnknownMetricsAndNoComparisonsAreErrors) {
  EvaluateSettings settings;
  settings.targets = {{"acuracy", ">= 0.7"}};
  try {
    evaluate_small(settings);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.hint(), "Did you mean 'accuracy'?");
  }
  settings.targets = {{"accuracy", "high"}};
  EXPECT_THROW(evaluate_small(settings), Error);
  settings.targets = {{"accuracy", ">= 2"}};
  EXPECT_THROW(evaluate_small(settings), Error);
}

TEST(Evaluate, EveryMetricCanBeATarget) {
  EvaluateSettings settings;
  for (const std::string& metric : metric_names(evaluate_small().labels)) {
    settings.targets.emplace_back(metric, ">= 0");
  }
  EXPECT_TRUE(evaluate_small(settings).targets_met());
}

TEST(Evaluate, JsonReadsBack) {
  const Evaluation evaluation = evaluate_small();
  const nlohmann::json document = evaluation_json(evaluation);
  EXPECT_EQ(document.at("samples"), 8);
  EXPECT_EQ(document.at("roc").at("chosen").at("threshold"), 0.6);
  EXPECT_EQ(document.at("roc").at("chosen").at("true_positive_rate"), 1);
  EXPECT_EQ(document.at("roc").at("chosen").at("false_positive_rate"), 1);
  EXPECT_EQ(evaluation_json(evaluation_from_json(document, {})), document);
}

TEST(Evaluate, EqualScoresAreCounted) {
  const Evaluation a = evaluate_small();
  auto other = a.predictions;
  EXPECT_EQ(share_of_equal_scores(a.predictions, other), 1);
  other[0].scores[0] ^= 1;
  EXPECT_EQ(share_of_equal_scores(a.predictions, other), 7.0 / 8);
  other.pop_back();
  EXPECT_EQ(share_of_equal_scores(a.predictions, other), 0);
}

// Newcombe 1998, table I: 81 of 263.
TEST(Wilson, AgreesWithThePublishedExample) {
  const Bounds bounds = wilson_interval(81, 263);
  EXPECT_NEAR(bounds.low, 0.2553, 5e-5);
  EXPECT_NEAR(bounds.high, 0.3662, 5e-5);
  EXPECT_NEAR(wilson_interval(0, 20).high, 0.1611, 5e-5);
}

TEST(Bootstrap, SurroundsTheFigureAndRepeats) {
  const Confusion confusion = {{95, 5}, {20, 80}};
  const Bounds bounds = bootstrap_balanced(confusion);
  EXPECT_LT(bounds.low, 0.875);
  EXPECT_GT(bounds.high, 0.875);
  // The standard error is sqrt(.95*.05/100 + .8*.2/100) / 2 = 0.0228.
  EXPECT_NEAR(bounds.high - bounds.low, 2 * 1.96 * 0.0228, 0.015);
  EXPECT_EQ(bootstrap_balanced(confusion).low, bounds.low);
}

Prediction word(int truth, int left, int right) {
  return {"", truth, 0, {0, left, right}};
}

TEST(Bootstrap, FewClipsWithoutAMistakeAreNotCertain) {
  const Bounds bounds = bootstrap_balanced({{3, 0}, {0, 2}});
  EXPECT_LT(bounds.low, 0.9);
  EXPECT_EQ(bounds.high, 1);
}

TEST(Roc, FollowsTheThreshold) {
  // Labels: 0 unknown, 1 left, 2 right.
  const std::vector<Prediction> predictions = {
      word(1, 30000, 100), word(2, 100, 20000), word(1, 50, 25000),
      word(0, 15000, 0), word(0, 28000, 0)};
  const Roc roc = word_roc(predictions, {1, 2});
  ASSERT_EQ(roc.points.size(), 6u);
  EXPECT_NEAR(roc.points.back().true_positive_rate, 2.0 / 3, 1e-12);
  EXPECT_EQ(roc.points.back().false_positive_rate, 1);
  EXPECT_NEAR(roc.area, (0.5 * 1 + 0.5 * 2) / 3, 1e-12);
  EXPECT_TRUE(word_roc({word(1, 3, 1)}, {1, 2}).points.empty());
  const Roc quiet = word_roc({word(1, 3, 1), word(0, 0, 0)}, {1, 2});
  EXPECT_EQ(quiet.points.back().false_positive_rate, 0);
  EXPECT_EQ(quiet.area, 1);
}

TEST(OperatingPoint, CountsWhatAThresholdFindsAndFalselyReports) {
  const std::vector<Prediction> predictions = {
      word(1, 30000, 100), word(2, 25000, 20000), word(1, 9000, 0),
      word(0, 15000, 0), word(0, 0, 0)};
  const OperatingPoint point = operating_point(predictions, {1, 2}, 0.4);
  EXPECT_EQ(point.words, 3);
  EXPECT_EQ(point.found, 1) << "one is too weak, one was taken for another";
  EXPECT_EQ(point.others, 2);
  EXPECT_EQ(point.alarms, 1);
  EXPECT_EQ(operating_point(predictions, {1, 2}, 0).alarms, 1)
      << "what was never reported is no alarm";
}

TEST(OperatingPoint, IsTheMiddleOfTheBestWithinTheLimit) {
  // The word is found from 0.92 down; the alarm comes at 0.61.
  const std::vector<Prediction> predictions = {word(1, 30000, 0),
                                               word(0, 20000, 0)};
  EXPECT_NEAR(choose_operating_point(predictions, {1, 2}, 0)->threshold, 0.76,
              0.011);
  EXPECT_NEAR(choose_operating_point(predictions, {1, 2}, 1)->threshold, 0.48,
              0.011);
  EXPECT_FALSE(choose_operating_point({word(1, 3, 1)}, {1, 2}, 1));
}

const auto kFeatures =
    make_feature_block("micro_frontend", R"({"signal":100})");

Dataset dataset_of(const std::vector<std::string>& labels) {
  std::vector<Sample> samples;
  for (const std::string& label : labels) {
    Sample sample;
    sample.name = sample.label = label;
    samples.push_back(sample);
  }
  return Dataset(samples, [](const Sample& sample) {
    return mono_audio(16000,
                      std::vector<int16_t>(
                          sample.label == kBackgroundLabel ? 5000 : 10, 1000));
  });
}

TEST(TestSet, OtherWordsAreUnknownAndSilenceIsCut) {
  const Dataset dataset =
      dataset_of({"left", "cat", std::string(kBackgroundLabel)});
  const TestSet set =
      make_test_set(dataset, dataset.background(), kLabels, *kFeatures, {3, 1});
  ASSERT_EQ(set.clips.size(), 5u);
  EXPECT_EQ(set.clips[0].label, 2);
  EXPECT_EQ(set.clips[1].label, 1);
  EXPECT_EQ(set.clips[4].label, 0);
  EXPECT_EQ(set.clips[4].samples, std::vector<int16_t>(1600, 500));
}

TEST(TestSet, OwnSilenceIsUsedAndMissingSilenceIsTold) {
  const TestSet own = make_test_set(dataset_of({"left", "silence", "up"}), {},
                                    kLabels, *kFeatures, {3, 1});
  EXPECT_EQ(own.clips.size(), 3u);
  EXPECT_EQ(own.clips[1].label, 0);
  EXPECT_TRUE(own.notes.empty());
  const TestSet none = make_test_set(dataset_of({"left", "up"}), {}, kLabels,
                                     *kFeatures, {3, 1});
  EXPECT_EQ(none.notes.size(), 1u);
  const TestSet lonely = make_test_set(dataset_of({"left", "silence"}), {},
                                       kLabels, *kFeatures, {3, 1});
  ASSERT_EQ(lonely.notes.size(), 1u);
  EXPECT_NE(lonely.notes[0].find("'unknown' is not judged"), std::string::npos);
  EXPECT_THROW(make_test_set(dataset_of({}), {}, kLabels, *kFeatures, {}),
               Error);
}

}  // namespace
}  // namespace mote
