#include "stages/collect/report/data_report.h"

#include <algorithm>
#include <set>

#include "lib/base/utc_time.h"

namespace mote {
namespace {

constexpr size_t kMostHistory = 20;

// Checks that count samples, which a part of them would mislead.
bool counts_samples(const std::string& check) {
  static const std::set<std::string> kCounting = {
      "few_samples", "few_groups", "few_recorded", "imbalance",
      "unlabelled",  "label",      "split",        "group_leak"};
  return kCounting.contains(check);
}

std::vector<Finding> findings_of(const Evidence& part, const Dataset& all,
                                 Run& run) {
  const bool whole = all.size() == part.dataset.size();
  const Evidence counted{all, part.wanted,
                         std::vector<Measurement>(whole ? 0 : all.size())};
  std::vector<Finding> findings;
  for (const Check& check : checks()) {
    const bool of_all = !whole && counts_samples(check.name);
    for (Finding& found : findings_of(check, of_all ? counted : part, run)) {
      findings.push_back(std::move(found));
    }
  }
  return findings;
}

DataCounts count(const SampleTable& table) {
  DataCounter counter;
  table.each(Query(), [&](const SampleText& sample) { counter.add(sample); });
  return counter.counts();
}

}  // namespace

DataReport report_on(Store& store, const SplitShares& shares,
                     const DataRequirements& wanted, size_t most, Run& run) {
  DataReport report;
  const SampleTable table(store, shares);
  report.made_at = utc_now();
  report.wanted = wanted;
  report.counts = count(table);
  report.origins = table.origins();
  report.versions = Versions(store).list();
  report.version_count = report.versions.size();
  std::ranges::reverse(report.versions);
  if (report.versions.size() > kMostHistory) {
    report.versions.resize(kMostHistory);
  }
  report.changes = ChangeLog(store).list(kMostHistory);
  if (report.counts.all.samples == 0) return report;
  const Dataset all = open_dataset(store, shares, 0);
  report.part = part_of(all, most);
  report.values = measure_values(report.part, run);
  const Evidence evidence =
      gather_evidence(store, report.part, report.wanted, run);
  report.findings = findings_of(evidence, all, run);
  report.maps = map_recordings(evidence, run);
  return report;
}

}  // namespace mote
