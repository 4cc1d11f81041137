#include "stages/collect/checks/choose.h"

#include <algorithm>

namespace mote {

std::vector<std::string> choose(const Evidence& evidence,
                                double (*badness)(const Sample&,
                                                  const Measurement&)) {
  std::vector<std::pair<double, size_t>> chosen;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const double bad = badness(evidence.samples()[i], evidence.measurements[i]);
    if (bad > 0) chosen.emplace_back(-bad, i);
  }
  std::sort(chosen.begin(), chosen.end());
  std::vector<std::string> names;
  for (const auto& [bad, i] : chosen) {
    names.push_back(evidence.samples()[i].name);
  }
  return names;
}

std::string counted(const std::vector<std::string>& names) {
  return names.size() == 1 ? "1 recording has"
                           : std::to_string(names.size()) + " recordings have";
}

}  // namespace mote
