#include "lib/package/package.h"

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/model/tflite/tflite.h"
#include "lib/package/archive.h"
#include "lib/package/manifest.h"

namespace mote {
namespace {

constexpr const char* kManifest = "manifest.json";
constexpr const char* kModel = "model.tflite";
constexpr size_t kLimitBytes = size_t{1} << 30;
constexpr const char* kHint = "Make the package again with mote convert.";

const std::vector<uint8_t>& file_of(const ArchiveFiles& files, const char* name,
                                    const std::string& where) {
  const auto found = files.find(name);
  if (found == files.end()) {
    throw Error(std::string("holds no ") + name, where,
                "This is not a package of mote, or it is damaged.");
  }
  return found->second;
}

void check_model(const Package& package, const std::string& where) {
  const Model model = read_tflite(package.model, where + ": " + kModel);
  const size_t mapped = package.scores.groups.size();
  if (mapped == 0) return;  // a raw model: its outputs are the scores
  const int64_t outputs =
      model.outputs.empty() ? 0 : model.tensors[model.outputs[0]].elements();
  if (outputs != static_cast<int64_t>(mapped)) {
    throw Error("the model has " + std::to_string(outputs) +
                    " outputs where the scores map " + std::to_string(mapped),
                where, kHint);
  }
}

}  // namespace

const FieldList& DetectionSettings::fields() {
  static const FieldList list =
      FieldsOf<DetectionSettings>()
          .number("threshold", &DetectionSettings::threshold,
                  "smoothed score from which a label is detected; below 0: "
                  "chosen on the validation side, within "
                  "evaluate.false_alarm_limit",
                  {-1, 1})
          .integer("smoothing_windows", &DetectionSettings::smoothing_windows,
                   "inferences whose scores are averaged", {1, 64})
          .number("suppression", &DetectionSettings::suppression_ms,
                  "quiet time after a detection", {0, 60000}, "ms")
          .integer("hops_a_score", &DetectionSettings::hops_a_score,
                   "feature rows between two inferences; 0: five, or as many "
                   "as device.board needs to keep up",
                   {0, 1000})
          .texts("ignored", &DetectionSettings::ignored,
                 "labels that are never reported");
  return list;
}

DetectionSettings DetectionSettings::decided() const {
  DetectionSettings settings = *this;
  if (threshold < 0) settings.threshold = 0.5;
  if (hops_a_score == 0) settings.hops_a_score = 5;
  return settings;
}

std::vector<uint8_t> write_package(const Package& package) {
  const std::string manifest = write_manifest(package);
  return write_zip({{kManifest, {manifest.begin(), manifest.end()}},
                    {kModel, package.model}});
}

Package read_package(const std::vector<uint8_t>& bytes,
                     const std::string& where) {
  const ArchiveFiles files = read_zip(bytes, where, kLimitBytes);
  const std::vector<uint8_t>& text = file_of(files, kManifest, where);
  Manifest manifest =
      read_manifest({text.begin(), text.end()}, where + ": " + kManifest);
  Package package = std::move(manifest.package);
  package.model = file_of(files, kModel, where);
  if (package.model.size() != manifest.model_bytes ||
      sha256(package.model) != manifest.model_sha256) {
    throw Error("the model is not the one that the manifest describes", where,
                kHint);
  }
  check_model(package, where);
  return package;
}

}  // namespace mote
