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

RocPoint choose(const std::vector<RocPoint>& points, double limit) {
  RocPoint chosen = points.front();
  for (const RocPoint& point : points) {
    if (point.false_positive_rate <= limit &&
        point.true_positive_rate > chosen.true_positive_rate) {
      chosen = point;
    }
  }
  return chosen;
}

}  // namespace

Roc word_roc(const std::vector<Prediction>& predictions,
             const std::vector<int>& words, double false_positive_limit) {
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
  for (size_t i = 0; i < scores.size(); ++i) {
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
  roc.chosen = choose(roc.points, false_positive_limit);
  return roc;
}

}  // namespace mote
