#include "stages/collect/edge_impulse/upload.h"

#include <filesystem>
#include <initializer_list>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "stages/collect/boxes/box.h"
#include "stages/collect/edge_impulse/acquisition.h"
#include "stages/collect/edge_impulse/label_files.h"
#include "stages/collect/importers/importer.h"
#include "stages/collect/naming.h"
#include "stages/collect/recording_file.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

constexpr size_t kNamedDigits = 8;  // of the hash, in a sample's name

std::string first_of(std::initializer_list<std::string> choices) {
  for (const std::string& choice : choices) {
    if (!choice.empty()) return choice;
  }
  return "";
}

void check_signature(SignatureState state, const SigningRules& rules,
                     const std::string& name) {
  if (state == SignatureState::kWrong) {
    throw Error("the signature is wrong", name,
                "The sender must sign with the HMAC key that this server was "
                "started with.");
  }
  if (!rules.signed_only || state == SignatureState::kValid) return;
  throw Error("it is not signed", name,
              "This server takes only data signed with its HMAC key.");
}

FileContent read_content(std::span<const uint8_t> bytes,
                         const std::string& name, const SigningRules& rules) {
  if (is_acquisition(bytes)) {
    const auto acquisition = read_acquisition(bytes, rules.hmac_key, name);
    check_signature(acquisition.signature, rules, name);
    return content_of_acquisition(acquisition);
  }
  check_signature(SignatureState::kNone, rules, name);
  const ImportedFile file{name, bytes,
                          [](const std::string&) { return std::nullopt; }};
  const Importer* importer = importer_for(file, {});
  if (importer == nullptr) {
    throw Error("no recording in a format that is known", name,
                "docs/collect.md lists the formats.");
  }
  return importer->read(file, {});
}

// "left/a.3f2a91c0.wav"
std::string stored_name(const std::string& label, const std::string& file_name,
                        const std::string& id) {
  const fs::path path(file_name);
  return label + "/" + path.stem().string() + "." + id.substr(0, kNamedDigits) +
         path.extension().string();
}

// "training" says only that it is not for the last test: a part of it is
// needed to choose the best epoch by.
std::string side_of_category(const std::string& category) {
  return category == "training" ? "" : side_of_word(category);
}

Sample describe(const UploadRequest& request, const std::string& file_name,
                const FoundSample& found, const ManifestEntry& said,
                const std::string& id) {
  Sample sample;
  sample.id = id;
  sample.label = first_of({said.label, request.label, found.label,
                           label_with_boxes("", said.boxes),
                           label_of_file_name(file_name)});
  sample.name = stored_name(sample.label, file_name, id);
  sample.group = first_of({said.group, group_of_metadata(request.metadata),
                           found.group, Naming().group_of(file_name)});
  sample.split = side_of_category(request.category);
  sample.source = "recorded";
  sample.rate_hz = found.rate_hz;
  sample.frames = found.frames;
  sample.axes = found.axes;
  sample.kind = found.kind;
  annotate(found, said, sample);
  for (const auto& [key, value] : request.metadata) {
    sample.metadata[key] = value;
  }
  return sample;
}

}  // namespace

std::vector<Upload> read_upload(const UploadRequest& request,
                                const std::string& file_name,
                                std::span<const uint8_t> file,
                                const ManifestEntry& said,
                                const SigningRules& rules) {
  FileContent content = read_content(file, file_name, rules);
  std::vector<Upload> uploads;
  for (FoundSample& found : content.samples) {
    Upload upload;
    upload.object = std::move(found.object);
    if (upload.object.empty()) upload.object.assign(file.begin(), file.end());
    upload.sample =
        describe(request, file_name, found, said, sha256(upload.object));
    hold_boxes(said, content, upload.sample);
    upload.refuse_duplicate = request.refuse_duplicates;
    uploads.push_back(std::move(upload));
  }
  return uploads;
}

}  // namespace mote
