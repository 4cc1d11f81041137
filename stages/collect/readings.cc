#include "stages/collect/readings.h"

#include "lib/dataset/sample_table.h"

namespace mote {

void add_readings(const std::vector<Reading>& readings, Store& store,
                  ImportReport& report) {
  SampleTable table(store);
  ImportReport news;
  store.database().transaction([&] {
    for (const auto& [sample, refusal] : readings) {
      if (!refusal.empty()) {
        news.refused.push_back({sample.name, refusal});
        continue;
      }
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
                                  "the same recording is there already, with "
                                  "the label '" +
                                      known.label + "' (" + known.name + ")"});
      }
    }
  });
  // Only now is it certain.
  report.add(news);
}

}  // namespace mote
