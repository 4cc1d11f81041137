#include "lib/runner/detector.h"

namespace mote {

std::vector<std::vector<int>> Detector::score_all(
    const std::vector<std::vector<int16_t>>& clips) {
  std::vector<std::vector<int>> scores;
  for (const auto& clip : clips) scores.push_back(score(clip));
  return scores;
}

}  // namespace mote
