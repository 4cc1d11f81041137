#include "stages/collect/readings.h"

#include "lib/dataset/change_log.h"
#include "lib/dataset/sample_table.h"

namespace mote {
namespace {

void add_sample(const Sample& sample, SampleTable& table, ImportReport& news) {
  switch (table.add(sample)) {
    case SampleTable::Outcome::kAdded:
      ++news.added;
      break;
    case SampleTable::Outcome::kUpdated:
      ++news.updated;
      break;
    case SampleTable::Outcome::kDuplicate:
      ++news.duplicates;
      break;
    case SampleTable::Outcome::kConflict:
      const Sample known = *table.find(sample.id);
      news.refused.push_back({sample.name,
                              "the same recording is there already, with the "
                              "label '" +
                                  known.label + "' (" + known.name + ")"});
  }
}

}  // namespace

void add_samples(const std::vector<Sample>& samples, Store& store,
                 ImportReport& report) {
  add_samples(samples, {}, store, report);
}

void add_samples(const std::vector<Sample>& samples, const Origin& origin,
                 Store& store, ImportReport& report) {
  SampleTable table(store);
  ImportReport news;
  ChangeLog(store).record({"add", "", ""}, [&] {
    if (!origin.name.empty()) table.describe(origin);
    for (const Sample& sample : samples) add_sample(sample, table, news);
    return static_cast<int64_t>(news.added + news.updated);
  });
  // Only now is it certain.
  report.add(news);
}

void add_readings(const std::vector<Reading>& readings, Store& store,
                  ImportReport& report) {
  std::vector<Sample> samples;
  for (const auto& [sample, refusal] : readings) {
    if (refusal.empty()) {
      samples.push_back(sample);
    } else {
      report.refused.push_back({sample.name, refusal});
    }
  }
  add_samples(samples, store, report);
}

}  // namespace mote
