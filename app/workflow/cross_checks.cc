#include "app/workflow/cross_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/compiler/target.h"
#include "stages/collect/requirements.h"
#include "stages/evaluate/targets.h"

namespace mote {
namespace {

using Names = std::vector<std::string>;

bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Where the entry `index` of a list was written; lists may also be one text.
const std::string& entry_where(const SettingValue& list, size_t index) {
  return index < list.list.size() ? list.list[index].where : list.where;
}

void check_board(const std::string& board, const std::string& where) {
  const Names boards = target_names();
  if (contains(boards, board)) return;
  const std::string near = nearest(board, boards);
  throw Error(fmt::format("there is no target '{}'", board), where,
              near.empty()
                  ? fmt::format("The targets: {}.", fmt::join(boards, ", "))
                  : fmt::format("Did you mean '{}'?", near));
}

void check_boards(const SettingValue& root, const nlohmann::json& settings) {
  check_board(settings.at("device").at("board"),
              root.at("device").at("board").where);
  const SettingValue& written = root.at("deploy").at("targets");
  const Names targets = settings.at("deploy").at("targets");
  for (size_t i = 0; i < targets.size(); ++i) {
    check_board(targets[i], entry_where(written, i));
  }
}

void check_labels(const SettingValue& root, const Names& labels) {
  const SettingValue& written = root.at("requirements").at("labels");
  for (size_t i = 0; i < labels.size(); ++i) {
    const auto end = labels.begin() + static_cast<ptrdiff_t>(i);
    if (std::find(labels.begin(), end, labels[i]) != end) {
      throw Error(fmt::format("the label '{}' is given twice", labels[i]),
                  entry_where(written, i));
    }
  }
  const bool spoken =
      std::any_of(labels.begin(), labels.end(), [](const std::string& label) {
        return label != "silence" && label != "unknown";
      });
  if (labels.empty()) return;  // not decided yet: collect_work() asks for it
  if (labels.size() < 2 || !spoken) {
    throw Error("there is nothing to tell apart", written.where,
                "labels needs a word, and at least one label beside it: "
                "[\"silence\", \"unknown\", \"yes\"].");
  }
}

// The rate that recordings are read at is the one that features are made for,
// once those are chosen.
void check_rate(const SettingValue& root, const nlohmann::json& settings) {
  if (root.at("preprocess").kind == SettingValue::Kind::kAbsent) return;
  const double read = settings.at("requirements").at("rate");
  const double made_for = settings.at("preprocess").at("rate");
  if (read == 0 || read == made_for) return;
  const SettingValue& written = root.at("preprocess").at("rate");
  throw Error(
      fmt::format("recordings are read at {} Hz, features made for {} Hz", read,
                  made_for),
      written.where.empty() ? root.at("requirements").at("rate").where
                            : written.where,
      "Make `rate` in [requirements] and [preprocess] equal.");
}

void check_ranges(const SettingValue& root, const Names& ranges) {
  const SettingValue& written = root.at("requirements").at("range");
  for (size_t i = 0; i < ranges.size(); ++i) {
    ValueRange::parse(ranges[i], entry_where(written, i));
  }
}

void check_ignored(const SettingValue& root, const Names& ignored,
                   const Names& labels) {
  Names known = labels;
  known.insert(known.end(), {"silence", "unknown"});
  for (size_t i = 0; i < ignored.size(); ++i) {
    if (contains(known, ignored[i])) continue;
    const std::string near = nearest(ignored[i], known);
    throw Error(fmt::format("'ignored': '{}' is not a label", ignored[i]),
                entry_where(root.at("detection").at("ignored"), i),
                near.empty() ? "The labels are those of [requirements]."
                             : fmt::format("Did you mean '{}'?", near));
  }
}

void check_metrics(const SettingValue& root, const nlohmann::json& targets,
                   const Names& labels) {
  const Names metrics = metric_names(labels);
  const SettingValue& written = root.at("evaluate").at("targets");
  for (const auto& [metric, text] : targets.items()) {
    const SettingValue& entry = written.at(metric);
    check_target(metric, text, metrics, entry.key_where, entry.where);
  }
}

}  // namespace

void check_across_sections(const SettingValue& root,
                           const nlohmann::json& settings) {
  const Names labels = settings.at("requirements").at("labels");
  check_labels(root, labels);
  check_rate(root, settings);
  check_ranges(root, settings.at("requirements").at("range"));
  check_boards(root, settings);
  check_ignored(root, settings.at("detection").at("ignored"), labels);
  check_metrics(root, settings.at("evaluate").at("targets"), labels);
}

}  // namespace mote
