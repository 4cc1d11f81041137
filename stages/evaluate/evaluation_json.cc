#include <nlohmann/json.hpp>

#include "stages/evaluate/evaluate.h"

namespace mote {
namespace {

using nlohmann::json;

json bounds_json(const Bounds& bounds) { return {bounds.low, bounds.high}; }

json classes_json(const std::vector<ClassMetrics>& classes) {
  json list = json::array();
  for (const ClassMetrics& metrics : classes) {
    list.push_back({{"label", metrics.label},
                    {"samples", metrics.samples},
                    {"correct", metrics.correct},
                    {"precision", metrics.precision},
                    {"recall", metrics.recall},
                    {"recall_interval", bounds_json(metrics.recall_interval)},
                    {"f1", metrics.f1}});
  }
  return list;
}

json point_json(const OperatingPoint& point) {
  return {{"threshold", point.threshold},
          {"true_positive_rate", point.found_share()},
          {"false_positive_rate", point.alarm_share()}};
}

// Clips in the order of "predictions", so names and labels are not repeated.
json heard_json(const Heard& heard) {
  json scores = json::array();
  for (const Prediction& clip : heard.clips) scores.push_back(clip.scores);
  return {{"scores", scores}, {"threshold", heard.point.threshold}};
}

Heard heard_of_json(const json& document,
                    const std::vector<Prediction>& predictions,
                    const std::vector<std::string>& labels) {
  Heard heard;
  const json& scores = document.at("scores");
  for (size_t i = 0; i < scores.size(); ++i) {
    heard.clips.push_back(predictions.at(i));
    heard.clips.back().scores = scores[i].get<std::vector<int>>();
  }
  heard.point = operating_point(heard.clips, word_labels(labels),
                                document.at("threshold"));
  return heard;
}

json targets_json(const std::vector<TargetMetric>& targets) {
  json list = json::array();
  for (const TargetMetric& target : targets) {
    list.push_back({{"metric", target.metric},
                    {"comparison", target.comparison},
                    {"wanted", target.wanted},
                    {"reached", target.reached},
                    {"met", target.met},
                    {"missed_by", target.missed_by()}});
  }
  return list;
}

json prediction_json(const Prediction& prediction,
                     const std::vector<std::string>& labels) {
  return {{"clip", prediction.name},
          {"label", labels.at(static_cast<size_t>(prediction.truth))},
          {"predicted", labels.at(static_cast<size_t>(prediction.predicted))},
          {"scores", prediction.scores}};
}

int label_index(const std::vector<std::string>& labels, const json& label) {
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == label) return static_cast<int>(i);
  }
  throw Error("unknown label '" + label.get<std::string>() + "'");
}

}  // namespace

json evaluation_json(const Evaluation& evaluation) {
  json worst = json::array(), predictions = json::array();
  for (const size_t index : evaluation.worst) {
    worst.push_back(
        prediction_json(evaluation.predictions[index], evaluation.labels));
  }
  for (const Prediction& prediction : evaluation.predictions) {
    predictions.push_back(prediction_json(prediction, evaluation.labels));
  }
  json document = {
      {"labels", evaluation.labels},
      {"samples", evaluation.predictions.size()},
      {"accuracy", evaluation.accuracy},
      {"balanced_accuracy", evaluation.balanced_accuracy},
      {"interval",
       {{"accuracy", bounds_json(evaluation.accuracy_interval)},
        {"balanced_accuracy", bounds_json(evaluation.balanced_interval)}}},
      {"without_silence",
       {{"accuracy", evaluation.accuracy_without_silence},
        {"balanced_accuracy", evaluation.balanced_without_silence}}},
      {"word_recall", evaluation.word_recall},
      {"per_class", classes_json(evaluation.per_class)},
      {"confusion", evaluation.confusion},
      {"roc",
       {{"area", evaluation.roc.area},
        {"chosen", point_json(evaluation.heard.point)}}},
      {"targets", targets_json(evaluation.targets)},
      {"targets_met", evaluation.targets_met()},
      {"worst", worst},
      {"notes", evaluation.notes},
      {"predictions", predictions},
      {"heard", heard_json(evaluation.heard)}};
  if (evaluation.equal_scores) {
    document["firmware_equal"] = *evaluation.equal_scores;
  }
  return document;
}

Evaluation evaluation_from_json(const json& document,
                                const EvaluateSettings& settings) {
  const auto labels = document.at("labels").get<std::vector<std::string>>();
  std::vector<Prediction> predictions;
  for (const json& entry : document.at("predictions")) {
    predictions.push_back({entry.at("clip"),
                           label_index(labels, entry.at("label")),
                           label_index(labels, entry.at("predicted")),
                           entry.at("scores").get<std::vector<int>>()});
  }
  Heard heard = heard_of_json(document.at("heard"), predictions, labels);
  Evaluation evaluation =
      summarize(labels, std::move(predictions), std::move(heard), settings);
  evaluation.notes = document.at("notes").get<std::vector<std::string>>();
  if (document.contains("firmware_equal")) {
    evaluation.equal_scores = document.at("firmware_equal").get<double>();
  }
  return evaluation;
}

}  // namespace mote
