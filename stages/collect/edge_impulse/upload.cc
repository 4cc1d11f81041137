#include "stages/collect/edge_impulse/upload.h"

#include <filesystem>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/signal/decode.h"
#include "lib/signal/picture.h"
#include "lib/signal/signal_file.h"
#include "stages/collect/edge_impulse/acquisition.h"
#include "stages/collect/recording_file.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

constexpr size_t kNamedDigits = 8;  // of the hash, in a sample's name

void take_signal(const Signal& signal, Upload& upload) {
  Sample& sample = upload.sample;
  sample.rate_hz = signal.rate_hz;
  sample.frames = static_cast<int64_t>(signal.frame_count());
  sample.axes = static_cast<int>(signal.axis_count());
  const bool is_sound =
      signal.axis_count() == 1 &&
      std::holds_alternative<std::vector<int16_t>>(signal.samples);
  sample.kind = is_sound ? "audio" : signal.rate_hz == 0 ? "tensor" : "series";
  upload.object = encode_signal(signal);
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

// Returns the device's name, "" when it has none.
std::string take_acquisition(std::span<const uint8_t> file,
                             const std::string& name, const SigningRules& rules,
                             Upload& upload) {
  const Acquisition acquisition = read_acquisition(file, rules.hmac_key, name);
  check_signature(acquisition.signature, rules, name);
  take_signal(acquisition.signal, upload);
  return acquisition.device_name;
}

void take_picture(std::span<const uint8_t> file, const std::string& name,
                  Upload& upload) {
  const Signal picture = decode_picture(file, name);
  upload.sample.frames = 1;
  upload.sample.axes = static_cast<int>(picture.axis_count());
  upload.sample.kind = "picture";
  upload.object.assign(file.begin(), file.end());
}

void take_audio(std::span<const uint8_t> file, const std::string& name,
                Upload& upload) {
  const AudioFacts facts = audio_facts(file, name);
  decode_audio(file, 0, name);
  upload.sample.rate_hz = facts.rate_hz;
  upload.sample.frames = facts.frames;
  upload.sample.axes = facts.channels;
  upload.object.assign(file.begin(), file.end());
}

// Fills in what the content says; returns the device's name.
std::string take_content(std::span<const uint8_t> file, const std::string& name,
                         const SigningRules& rules, Upload& upload) {
  if (is_acquisition(file)) return take_acquisition(file, name, rules, upload);
  check_signature(SignatureState::kNone, rules, name);
  if (is_picture(file)) {
    take_picture(file, name, upload);
  } else {
    take_audio(file, name, upload);
  }
  return "";
}

// "left/a.3f2a91c0.wav"
std::string stored_name(const std::string& label, const std::string& file_name,
                        const std::string& id) {
  const fs::path path(file_name);
  return label + "/" + path.stem().string() + "." + id.substr(0, kNamedDigits) +
         path.extension().string();
}

}  // namespace

Upload read_upload(const UploadRequest& request, const std::string& file_name,
                   std::span<const uint8_t> file, const SigningRules& rules) {
  Upload upload;
  upload.refuse_duplicate = request.refuse_duplicates;
  const std::string device = take_content(file, file_name, rules, upload);
  Sample& sample = upload.sample;
  sample.id = sha256(upload.object);
  sample.label =
      !request.label.empty() ? request.label : label_of_file_name(file_name);
  sample.name = stored_name(sample.label, file_name, sample.id);
  const std::string named = describe_file(file_name, {}, {}).group;
  sample.group = !request.group.empty() ? request.group
                 : !device.empty()      ? device
                                        : named;
  sample.split = request.category == "testing" ? "test" : "";
  sample.source = "recorded";
  return upload;
}

}  // namespace mote
