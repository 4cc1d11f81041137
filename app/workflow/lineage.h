// Where an artifact comes from, back to the recordings.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/workflow/project.h"
#include "lib/dataset/dataset.h"
#include "lib/store/ledger.h"

namespace mote {

struct Lineage {
  std::string artifact;            // as asked for
  std::string object;              // its name in the store
  std::vector<Recipe> recipes;     // nearest first
  std::vector<Sample> recordings;  // that it was all made from
  // Named versions (mote collect snapshot) that hold them as they were.
  std::vector<std::string> versions;

  std::map<std::string, int> recordings_by_label() const;
};

// `artifact`: a name such as "checkpoint" (its newest making), the path of a
// file, or the first digits (six or more) of an object's name. Throws Error
// for what the project never made, naming the artifacts that it did.
Lineage trace(const Project& project, const std::string& artifact);

nlohmann::json lineage_json(const Lineage& lineage);

}  // namespace mote
