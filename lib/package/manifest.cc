#include "lib/package/manifest.h"

#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr int kVersion = 1;

// A field of a JSON object; Error when it is missing or of another type.
template <class T>
T field(const json& object, const char* name, const std::string& where) {
  try {
    return object.at(name).get<T>();
  } catch (const json::exception&) {
    throw Error(std::string("the field '") + name + "' is missing or wrong",
                where, "Make the package again with mote convert.");
  }
}

ordered_json scores_json(const ScoreMapping& scores) {
  return {{"labels", scores.labels},
          {"logits", scores.logits},
          {"groups", scores.groups},
          {"log_priors", scores.log_priors}};
}

ScoreMapping read_scores(const json& from, const std::string& where) {
  ScoreMapping scores;
  scores.labels = field<std::vector<std::string>>(from, "labels", where);
  scores.logits = field<bool>(from, "logits", where);
  scores.groups = field<std::vector<int>>(from, "groups", where);
  scores.log_priors = field<std::vector<double>>(from, "log_priors", where);
  for (int group : scores.groups) {
    if (group < 0 || group >= static_cast<int>(scores.labels.size())) {
      throw Error("'groups' names a label that does not exist", where);
    }
  }
  if (!scores.log_priors.empty() &&
      scores.log_priors.size() != scores.groups.size()) {
    throw Error("'log_priors' and 'groups' differ in length", where);
  }
  return scores;
}

ordered_json data_json(const std::vector<DataSource>& data) {
  ordered_json list = ordered_json::array();
  for (const DataSource& source : data) {
    list.push_back({{"name", source.name},
                    {"licence", source.licence},
                    {"attribution", source.attribution},
                    {"recordings", source.recordings}});
  }
  return list;
}

std::vector<DataSource> read_data(const json& list, const std::string& where) {
  std::vector<DataSource> data;
  for (const json& source : list) {
    data.push_back({field<std::string>(source, "name", where),
                    field<std::string>(source, "licence", where),
                    field<std::string>(source, "attribution", where),
                    field<int64_t>(source, "recordings", where)});
  }
  return data;
}

json parse(const std::string& text, const std::string& where) {
  try {
    return json::parse(text);
  } catch (const json::exception&) {
    throw Error("is not JSON", where, "Make the package again.");
  }
}

void require_version(const json& from, const std::string& where) {
  if (field<std::string>(from, "format", where) != "mote package") {
    throw Error("is not of a mote package", where);
  }
  const int version = field<int>(from, "version", where);
  if (version != kVersion) {
    throw Error(
        "package version " + std::to_string(version) + " is not supported",
        where, "This mote reads version 1; use a newer one.");
  }
}

}  // namespace

std::string write_manifest(const Package& package) {
  ordered_json to;
  to["format"] = "mote package";
  to["version"] = kVersion;
  to["name"] = package.name;
  to["model"] = {{"file", "model.tflite"},
                 {"bytes", package.model.size()},
                 {"sha256", sha256(package.model)}};
  to["features"] = {
      {"block", package.feature_block},
      {"settings",
       parse(package.feature_settings.empty() ? "{}" : package.feature_settings,
             "feature settings")}};
  to["scores"] = scores_json(package.scores);
  to["detection"] =
      settings_json(DetectionSettings::fields(), &package.detection);
  to["lineage"] = package.lineage;
  to["data"] = data_json(package.data);
  // Names that are not UTF-8 get a replacement character, never an exception.
  return to.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

Manifest read_manifest(const std::string& text, const std::string& where) {
  const json from = parse(text, where);
  require_version(from, where);
  Manifest manifest;
  Package& package = manifest.package;
  package.name = field<std::string>(from, "name", where);

  const json model = field<json>(from, "model", where);
  manifest.model_bytes = field<size_t>(model, "bytes", where + ": model");
  manifest.model_sha256 =
      field<std::string>(model, "sha256", where + ": model");

  const json features = field<json>(from, "features", where);
  package.feature_block =
      field<std::string>(features, "block", where + ": features");
  package.feature_settings =
      field<json>(features, "settings", where + ": features").dump();

  package.scores =
      read_scores(field<json>(from, "scores", where), where + ": scores");
  fill_from_json(DetectionSettings::fields(), &package.detection,
                 field<json>(from, "detection", where).dump(),
                 where + ": detection");
  package.lineage =
      field<std::map<std::string, std::string>>(from, "lineage", where);
  // Packages of before do not say it.
  if (from.contains("data")) {
    package.data = read_data(from.at("data"), where + ": data");
  }
  return manifest;
}

}  // namespace mote
