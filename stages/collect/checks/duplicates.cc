// The same recording twice.
#include <map>

#include "stages/collect/checks/check.h"
#include "stages/collect/checks/mending.h"

namespace mote {

Findings find_duplicates(const Evidence& evidence, const Run&) {
  std::map<std::pair<uint64_t, int64_t>, std::vector<size_t>> same;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Sample& sample = evidence.samples()[i];
    if (!evidence.measurements[i].opened()) continue;
    same[{evidence.measurements[i].content, sample.frames}].push_back(i);
  }
  std::vector<std::string> names;
  for (const auto& [content, indices] : same) {
    for (size_t i = 1; i < indices.size(); ++i) {
      names.push_back(evidence.samples()[indices[i]].name);
    }
  }
  if (names.empty()) return {};
  return {{"duplicate",
           std::to_string(names.size()) +
               " recording(s) hold, value by value, what another one does",
           names, exclude_command(names, "duplicate")}};
}

}  // namespace mote
