#include "stages/collect/recording_file.h"

#include <filesystem>
#include <initializer_list>

#include "lib/base/error.h"
#include "lib/base/threads.h"
#include "lib/signal/decode.h"
#include "stages/collect/readings.h"

namespace mote {
namespace {

namespace fs = std::filesystem;

// "0a7c2a8d" of "left/0a7c2a8d_nohash_0.wav"; other names stand for
// themselves.
std::string group_of_name(const std::string& name) {
  const std::string stem = fs::path(name).stem().string();
  const size_t mark = stem.find("_nohash_");
  if (mark != std::string::npos && mark > 0) return stem.substr(0, mark);
  return fs::path(name).replace_extension().generic_string();
}

std::string side_of_folders(const fs::path& name) {
  for (const fs::path& part : name.parent_path()) {
    const std::string side = side_of_word(part.string());
    if (!side.empty()) return side;
  }
  return "";
}

std::string first_of(std::initializer_list<std::string> choices) {
  for (const std::string& choice : choices) {
    if (!choice.empty()) return choice;
  }
  return "";
}

// The file's bytes, after filling in what they say of the recording. Throws
// Error for what is no usable recording.
std::vector<uint8_t> read_recording(const RecordingFile& file, Sample& sample) {
  if (sample.label.empty()) {
    throw Error(
        "it has no label: put it into a folder named by its label, or give "
        "--label");
  }
  auto bytes = file.read();
  const AudioFacts facts = audio_facts(bytes, file.name);
  decode_audio(bytes, 0, file.name);
  sample.rate_hz = facts.rate_hz;
  sample.frames = facts.frames;
  sample.axes = facts.channels;
  return bytes;
}

Reading read_file(const RecordingFile& file, const ImportOptions& options,
                  const Manifest& manifest, ObjectStore::Batch& batch) {
  Reading reading{describe_file(file.name, options, manifest), ""};
  std::vector<uint8_t> bytes;
  try {
    bytes = read_recording(file, reading.sample);
  } catch (const Error& error) {
    reading.refusal = error.what_happened();
    return reading;
  }
  // A full disk is no fault of the file: that error ends the import.
  reading.sample.id = batch.add(bytes);
  return reading;
}

}  // namespace

Sample describe_file(const std::string& name, const ImportOptions& options,
                     const Manifest& manifest) {
  const ManifestEntry entry = manifest.of(name);
  const fs::path folder = fs::path(name).parent_path().filename();
  Sample sample;
  sample.name = name;
  sample.label = first_of({options.label, entry.label, folder.string()});
  sample.group = first_of({options.group, entry.group, group_of_name(name)});
  sample.split = first_of({entry.split, side_of_folders(name)});
  sample.source = first_of({entry.source, options.source});
  return sample;
}

void import_files(std::span<const RecordingFile> files,
                  const ImportOptions& options, const Manifest& manifest,
                  Store& store, const Run& run, ImportReport& report) {
  ObjectStore::Batch batch(store.objects());
  std::vector<Reading> readings(files.size());
  parallel_for(files.size(), run.threads, [&](size_t i) {
    run.throw_if_stopped();  // a file may be hours of sound
    readings[i] = read_file(files[i], options, manifest, batch);
  });
  batch.commit();
  add_readings(readings, store, report);
}

}  // namespace mote
