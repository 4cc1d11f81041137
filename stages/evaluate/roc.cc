#include "stages/evaluate/roc.h"

#include <algorithm>
#include <set>

#include "lib/runner/detector.h"

namespace mote {
namespace {

struct WordScore {
  int score;
  bool is_word;  // the clip is of a word
  bool counts;   // for words: the best word is the right one
};

WordScore judge(const Prediction& prediction, const std::vector<int>& words) {
  WordScore result{0, false, false};
  int best = -1;
  for (const int word : words) {
    const int score = prediction.scores.at(static_cast<size_t>(word));
    if (best < 0 || score > result.score) {
      best = word;
      result.score = score;
    }
    if (word == prediction.truth) result.is_word = true;
  }
  result.counts = !result.is_word || best == prediction.truth;
  return result;
}

double trapezoids(const std::vector<RocPoint>& points) {
  double area = 0;
  for (size_t i = 1; i < points.size(); ++i) {
    area +=
        (points[i].false_positive_rate - points[i - 1].false_positive_rate) *
        (points[i].true_positive_rate + points[i - 1].true_positive_rate) / 2;
  }
  // The last point accepts everything; confused words keep it below 1.
  const RocPoint& last = points.back();
  return area + (1 - last.false_positive_rate) * last.true_positive_rate;
}

}  // namespace

std::vector<int> word_labels(const std::vector<std::string>& labels) {
  std::vector<int> words;
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] != "silence" && labels[i] != "unknown") {
      words.push_back(static_cast<int>(i));
    }
  }
  return words;
}

Roc word_roc(const std::vector<Prediction>& predictions,
             const std::vector<int>& words) {
  std::vector<WordScore> scores;
  int word_clips = 0;
  for (const Prediction& prediction : predictions) {
    scores.push_back(judge(prediction, words));
    word_clips += scores.back().is_word;
  }
  const int other_clips = static_cast<int>(scores.size()) - word_clips;
  Roc roc;
  if (word_clips == 0 || other_clips == 0) return roc;
  std::sort(scores.begin(), scores.end(),
            [](const auto& a, const auto& b) { return a.score > b.score; });
  roc.points.push_back({1, 0, 0});
  int found = 0, alarms = 0;
  // A score of 0 was never the best: no threshold reports it.
  for (size_t i = 0; i < scores.size() && scores[i].score > 0; ++i) {
    found += scores[i].is_word && scores[i].counts;
    alarms += !scores[i].is_word;
    if (i + 1 < scores.size() && scores[i + 1].score == scores[i].score) {
      continue;
    }
    roc.points.push_back({static_cast<double>(scores[i].score) / kScoreOne,
                          static_cast<double>(found) / word_clips,
                          static_cast<double>(alarms) / other_clips});
  }
  roc.area = trapezoids(roc.points);
  return roc;
}

double OperatingPoint::found_share() const {
  return words > 0 ? static_cast<double>(found) / words : 0;
}

double OperatingPoint::alarm_share() const {
  return others > 0 ? static_cast<double>(alarms) / others : 0;
}

OperatingPoint operating_point(const std::vector<Prediction>& predictions,
                               const std::vector<int>& words,
                               double threshold) {
  OperatingPoint point;
  point.threshold = threshold;
  for (const Prediction& prediction : predictions) {
    const WordScore word = judge(prediction, words);
    const bool fires = word.score > 0 && word.score >= threshold * kScoreOne;
    ++(word.is_word ? point.words : point.others);
    if (word.is_word) {
      point.found += fires && word.counts;
    } else {
      point.alarms += fires;
    }
  }
  return point;
}

std::optional<OperatingPoint> choose_operating_point(
    const std::vector<Prediction>& predictions, const std::vector<int>& words,
    double alarm_limit) {
  std::vector<OperatingPoint> best;  // equally good, by rising threshold
  for (int hundredths = 5; hundredths < 100; ++hundredths) {
    const OperatingPoint point =
        operating_point(predictions, words, hundredths / 100.0);
    if (point.words == 0 || point.others == 0) return std::nullopt;
    if (point.alarm_share() > alarm_limit) continue;
    if (!best.empty() && point.found < best.front().found) continue;
    if (!best.empty() && point.found > best.front().found) best.clear();
    best.push_back(point);
  }
  if (best.empty()) return operating_point(predictions, words, 0.99);
  return best[best.size() / 2];
}

}  // namespace mote
