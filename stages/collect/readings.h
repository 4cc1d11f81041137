// What the commands that bring recordings share: putting them into the table.
#pragma once

#include <string>
#include <vector>

#include "lib/dataset/dataset.h"
#include "lib/dataset/sample_table.h"
#include "lib/store/store.h"
#include "stages/collect/import.h"

namespace mote {

// What came of one recording: a sample, or a reason against it.
struct Reading {
  Sample sample;
  std::string refusal;
};

// Adds the samples, whose objects are stored, in one transaction, and then to
// the report what became of each.
void add_samples(const std::vector<Sample>& samples, Store& store,
                 ImportReport& report);
// Of a data set, whose terms are kept (no name: of none).
void add_samples(const std::vector<Sample>& samples, const Origin& origin,
                 Store& store, ImportReport& report);
void add_readings(const std::vector<Reading>& readings, Store& store,
                  ImportReport& report);

}  // namespace mote
