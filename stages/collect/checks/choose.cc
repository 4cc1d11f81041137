#include "stages/collect/checks/choose.h"

#include <algorithm>

namespace mote {

Places choose(const Evidence& evidence,
              double (*badness)(const Sample&, const Measurement&)) {
  std::vector<std::pair<double, size_t>> chosen;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const double bad = badness(evidence.samples()[i], evidence.measurements[i]);
    if (bad > 0) chosen.emplace_back(-bad, i);
  }
  std::sort(chosen.begin(), chosen.end());
  Places places;
  for (const auto& [bad, i] : chosen) places.push_back(i);
  return places;
}

std::string counted(const Places& places) {
  return places.size() == 1
             ? "1 recording has"
             : std::to_string(places.size()) + " recordings have";
}

}  // namespace mote
