// The same recording twice.
#include <algorithm>
#include <map>

#include "stages/collect/checks/check.h"
#include "stages/collect/checks/mending.h"

namespace mote {
namespace {

// Of equals, what is tested on is kept; else the first.
size_t kept_of(const Evidence& evidence, const Places& places) {
  const auto trains = [&](size_t i) {
    return evidence.samples()[i].split == "train";
  };
  const auto kept = std::ranges::find_if_not(places, trains);
  return kept == places.end() ? places.front() : *kept;
}

}  // namespace

Findings find_duplicates(const Evidence& evidence, const Run&) {
  std::map<std::pair<uint64_t, int64_t>, std::vector<size_t>> same;
  for (size_t i = 0; i < evidence.samples().size(); ++i) {
    const Sample& sample = evidence.samples()[i];
    if (!evidence.measurements[i].opened()) continue;
    same[{evidence.measurements[i].content, sample.frames}].push_back(i);
  }
  Places again;
  for (const auto& [content, indices] : same) {
    const size_t kept = kept_of(evidence, indices);
    for (const size_t i : indices) {
      if (i != kept) again.push_back(i);
    }
  }
  if (again.empty()) return {};
  return {finding(evidence, "duplicate",
                  std::to_string(again.size()) +
                      " recording(s) hold, value by value, what another does",
                  again, {Mending::Kind::kExclude, "duplicate"})};
}

}  // namespace mote
