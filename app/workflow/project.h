// A project: a folder with mote.toml, its store under .mote/, its results
// under out/.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/workflow/project_settings.h"
#include "lib/base/file.h"
#include "lib/dataset/sample_table.h"
#include "lib/settings/settings.h"
#include "lib/store/store.h"

namespace mote {

class Project {
 public:
  // The project in `folder` or, when that is empty, in the current folder or
  // the nearest above it that has a mote.toml. `overrides` are KEY=VALUE
  // settings for this run. Throws Error when there is no project, and for any
  // key or value of mote.toml that does not fit, with line and column.
  static Project open(const fs::path& folder,
                      const std::vector<std::string>& overrides = {});

  const fs::path& folder() const { return folder_; }
  fs::path out() const { return folder_ / "out"; }
  fs::path scratch(const std::string& key) const;

  // The name that results carry: [project] name, else the folder's.
  std::string name() const;

  // A section of mote.toml, defaults filled, as its struct.
  template <class S>
  S settings(const std::string& section) const {
    return settings_from_json<S>(settings_.at(section).dump(), section);
  }
  // All settings: {"train": {"epochs": 30, ...}, ...}.
  const nlohmann::json& settings() const { return settings_; }

  RequirementsSettings requirements() const;
  // What recordings are opened at: the rate required, else sound at that of
  // the features and everything else at its own.
  OpeningRates rates() const;
  DeviceSettings device() const;

  // The settings named by `reads` ("train", "requirements.labels") as
  // canonical JSON: one entry a name.
  std::string canonical(const std::vector<std::string>& reads) const;

  // Opened when first asked for.
  Store& store() const;

  // Held while stages run: a second run in the same project gets an Error.
  std::unique_ptr<FileLock> lock() const;

 private:
  fs::path folder_;
  nlohmann::json settings_;
  mutable std::unique_ptr<Store> store_;
};

}  // namespace mote
