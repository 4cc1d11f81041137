#include "stages/collect/import.h"

#include <algorithm>
#include <set>
#include <span>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/threads.h"
#include "lib/signal/decode.h"
#include "stages/collect/audio_files.h"
#include "stages/collect/manifest.h"
#include "stages/collect/readings.h"

namespace mote {
namespace {

// So many files are stored, and then reported, at a time.
constexpr size_t kBatchFiles = 256;

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

// All that is known of a file without opening it.
Sample describe(const std::string& name, const ImportOptions& options,
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

// The file's bytes, after filling in what they say of the recording. Throws
// Error for what is no usable recording.
std::vector<uint8_t> read_recording(const AudioFile& file, Sample& sample) {
  if (sample.label.empty()) {
    throw Error(
        "it has no label: put it into a folder named by its label, or give "
        "--label");
  }
  auto bytes = read_bytes(file.path);
  const AudioFacts facts = audio_facts(bytes, file.name);
  decode_audio(bytes, 0, file.name);
  sample.rate_hz = facts.rate_hz;
  sample.frames = facts.frames;
  sample.axes = facts.channels;
  return bytes;
}

Reading read_file(const AudioFile& file, const ImportOptions& options,
                  const Manifest& manifest, ObjectStore::Batch& batch) {
  Reading reading{describe(file.name, options, manifest), ""};
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

void import_batch(std::span<const AudioFile> files,
                  const ImportOptions& options, const Manifest& manifest,
                  Store& store, int threads, ImportReport& report) {
  ObjectStore::Batch batch(store.objects());
  std::vector<Reading> readings(files.size());
  parallel_for(files.size(), threads, [&](size_t i) {
    readings[i] = read_file(files[i], options, manifest, batch);
  });
  batch.commit();
  add_readings(readings, store, report);
}

void report_manifest_gaps(const Manifest& manifest, const AudioFiles& found,
                          ImportReport& report) {
  std::set<std::string> names;
  for (const AudioFile& file : found.files) names.insert(file.name);
  for (const auto& [name, entry] : manifest.entries) {
    if (names.count(name) == 0) {
      report.refused.push_back(
          {name, "the manifest lists it, but it is not there"});
    }
  }
}

void report_left_out(const AudioFiles& found, ImportReport& report) {
  if (found.left_out.empty()) return;
  report.warnings.push_back(
      std::to_string(found.left_out.size()) +
      " file(s) without the name of an audio file were left out: " +
      found.left_out.front() + (found.left_out.size() > 1 ? ", ..." : ""));
}

}  // namespace

void ImportReport::add(const ImportReport& other) {
  added += other.added;
  duplicates += other.duplicates;
  refused.insert(refused.end(), other.refused.begin(), other.refused.end());
  warnings.insert(warnings.end(), other.warnings.begin(), other.warnings.end());
}

ImportReport import_recordings(const fs::path& path, Store& store,
                               const ImportOptions& options, Run& run) {
  const AudioFiles found = find_audio_files(path);
  if (found.files.empty()) {
    throw Error("there are no audio files in this folder", path.string(),
                "It should hold a folder a label with recordings in it, such "
                "as left/anna_nohash_0.wav.");
  }
  const Manifest manifest =
      fs::is_directory(path) ? read_manifest(path) : Manifest();
  ImportReport report;
  report_manifest_gaps(manifest, found, report);
  report_left_out(found, report);
  const std::span<const AudioFile> files = found.files;
  for (size_t at = 0; at < files.size(); at += kBatchFiles) {
    run.throw_if_stopped();
    const size_t count = std::min(kBatchFiles, files.size() - at);
    import_batch(files.subspan(at, count), options, manifest, store,
                 run.threads, report);
    run.progress.update("import", static_cast<int64_t>(at + count),
                        static_cast<int64_t>(files.size()),
                        std::to_string(report.added) + " added");
  }
  return report;
}

}  // namespace mote
