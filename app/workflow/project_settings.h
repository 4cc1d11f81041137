// The sections of mote.toml that belong to no stage: what the application is
// for, what it runs on and what is required of it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lib/settings/settings.h"

namespace mote {

// [project]: the golden circle, why before how before what.
struct ProjectSettings {
  std::string name;
  std::string why, how, what;

  static const FieldList& fields();
};

// [device] budget = { ram = "32 KB", flash = "128 KB", latency = "50 ms" };
// 0: no limit.
struct BudgetSettings {
  int ram_bytes = 0;
  int flash_bytes = 0;
  double latency_ms = 0;

  static const FieldList& fields();
};

// [device]
struct DeviceSettings {
  std::string board = "qemu-cortex-m4";
  BudgetSettings budget;

  static const FieldList& fields();
};

// [requirements]
struct RequirementsSettings {
  std::string sensor = "microphone";
  double rate_hz = 0;    // 0: sound as the features take it, others as they are
  Interval duration_ms;  // 0..0: any
  std::vector<std::string> units, ranges;
  std::vector<std::string> labels = {"silence", "unknown", "yes", "no"};
  int min_samples_per_label = 0;
  int min_groups_per_label = 0;
  int min_recorded_percent = 0;

  // The labels that are spoken: all but silence and unknown.
  std::vector<std::string> words() const;

  static const FieldList& fields();
};

}  // namespace mote
