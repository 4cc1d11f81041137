#include "app/workflow/staleness.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <vector>

namespace mote {
namespace {

using nlohmann::json;

std::string value_text(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// Appends "train.epochs 30 -> 50" for each leaf that differs.
void list_differences(const std::string& name, const json& before,
                      const json& now, std::vector<std::string>& list) {
  if (before == now) return;
  if (!before.is_object() || !now.is_object()) {
    list.push_back(
        fmt::format("{} {} -> {}", name, value_text(before), value_text(now)));
    return;
  }
  json keys = before;
  keys.update(now);
  for (const auto& [key, ignored] : keys.items()) {
    const std::string child = name.empty() ? key : name + "." + key;
    list_differences(child, before.value(key, json("unset")),
                     now.value(key, json("unset")), list);
  }
}

}  // namespace

std::string why_stale(const std::optional<Recipe>& before, const Recipe& now) {
  if (!before) return "never run";
  if (before->version != now.version) return "mote does it differently now";
  std::vector<std::string> reasons;
  list_differences("", json::parse(before->settings), json::parse(now.settings),
                   reasons);
  for (const auto& [name, object] : now.inputs) {
    const auto found = before->inputs.find(name);
    if (found == before->inputs.end() || found->second != object) {
      reasons.push_back(name + " changed");
    }
  }
  if (reasons.empty()) return "what it was made from changed";
  return fmt::format("{}", fmt::join(reasons, ", "));
}

}  // namespace mote
