#include "app/workflow/project.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/workflow/cross_checks.h"
#include "app/workflow/sections.h"
#include "lib/base/error.h"

namespace mote {
namespace {

fs::path find_project(const fs::path& given) {
  std::error_code ignored;
  const fs::path start =
      fs::absolute(given.empty() ? fs::path(".") : given).lexically_normal();
  for (fs::path folder = start;; folder = folder.parent_path()) {
    if (fs::exists(folder / "mote.toml", ignored)) return folder;
    if (!given.empty() || folder == folder.parent_path()) break;
  }
  throw Error("there is no project here", (start / "mote.toml").string(),
              "Make one with: mote new DIR --template voice, or name its "
              "folder with --project DIR.");
}

void check_section_names(const SettingValue& root) {
  std::vector<std::string> names;
  for (const Section& section : sections()) names.push_back(section.name);
  for (const auto& [name, value] : root.table) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const std::string near = nearest(name, names);
    throw Error(fmt::format("unknown section '{}'", name), value.key_where,
                near.empty() ? "docs/project_format.md lists the sections."
                             : "Did you mean '" + near + "'?");
  }
}

nlohmann::json read_sections(const SettingValue& root) {
  check_section_names(root);
  nlohmann::json settings;
  for (const Section& section : sections()) {
    settings[section.name] =
        nlohmann::json::parse(section.canonical(root.at(section.name)));
  }
  check_across_sections(root, settings);
  return settings;
}

}  // namespace

Project Project::open(const fs::path& folder,
                      const std::vector<std::string>& overrides) {
  Project project;
  project.folder_ = find_project(folder);
  const fs::path file = project.folder_ / "mote.toml";
  SettingValue root = parse_toml(read_text(file), file.string());
  for (const std::string& assignment : overrides) {
    apply_override(root, assignment);
  }
  project.settings_ = read_sections(root);
  return project;
}

fs::path Project::scratch(const std::string& key) const {
  return folder_ / ".mote" / "scratch" / key.substr(0, 16);
}

std::string Project::name() const {
  const std::string name = settings_.at("project").at("name");
  return name.empty() ? folder_.filename().string() : name;
}

RequirementsSettings Project::requirements() const {
  return settings<RequirementsSettings>("requirements");
}

// Features of sound leave other recordings as they are.
OpeningRates Project::rates() const {
  const double required_hz = requirements().rate_hz;
  if (required_hz > 0) return required_hz;
  const nlohmann::json& features = settings_.at("preprocess");
  const double rate_hz = features.at("rate");
  if (features.at("block") != "micro_frontend") return rate_hz;
  return {rate_hz, 0};
}

DeviceSettings Project::device() const {
  return settings<DeviceSettings>("device");
}

std::string Project::canonical(const std::vector<std::string>& reads) const {
  nlohmann::json result = nlohmann::json::object();
  for (const std::string& name : reads) {
    const size_t dot = name.find('.');
    const nlohmann::json& section = settings_.at(name.substr(0, dot));
    result[name] =
        dot == std::string::npos ? section : section.at(name.substr(dot + 1));
  }
  return result.dump();
}

Store& Project::store() const {
  if (store_ == nullptr) store_ = std::make_unique<Store>(folder_ / ".mote");
  return *store_;
}

std::unique_ptr<FileLock> Project::lock() const {
  return std::make_unique<FileLock>(folder_ / ".mote" / "lock",
                                    "another mote is working in this project");
}

}  // namespace mote
