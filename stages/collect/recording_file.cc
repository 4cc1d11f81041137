#include "stages/collect/recording_file.h"

#include <fmt/format.h>

#include <initializer_list>

#include "lib/base/error.h"
#include "lib/base/threads.h"
#include "stages/collect/annotations.h"
#include "stages/collect/boxes/box.h"
#include "stages/collect/importers/importer.h"
#include "stages/collect/readings.h"

namespace mote {
namespace {

std::string first_of(std::initializer_list<std::string> choices) {
  for (const std::string& choice : choices) {
    if (!choice.empty()) return choice;
  }
  return "";
}

// What came of one file.
struct FileOutcome {
  bool is_data = true;  // false: no importer knows it
  std::string refusal;  // nothing of it can be used
  FileContent content;
  std::vector<Sample> samples;
};

// Ranges that a file beside it names.
void add_annotations(const std::string& file, const ImportContext& context,
                     Sample& sample) {
  if (!context.sibling || sample.kind == "picture") return;
  const std::string name = annotations_name(file);
  const auto bytes = context.sibling(name);
  if (!bytes) return;
  const std::string text(bytes->begin(), bytes->end());
  for (TimeRange& range : read_annotations(text, sample.rate_hz, name)) {
    sample.ranges.push_back(std::move(range));
  }
}

// What the content says counts less than the manifest and the user, but more
// than names.
Sample describe_sample(const std::string& file, const FoundSample& found,
                       const ImportContext& context) {
  const ManifestEntry entry = context.manifest.of(file);
  const Naming& names = context.naming;
  Sample sample;
  sample.name = found.part.empty() ? file : file + "#" + found.part;
  const std::string other_label =
      found.kind == "picture" ? context.manifest.other_picture_label : "";
  sample.label =
      first_of({context.options.label,
                label_with_boxes(entry.label, entry.boxes), found.label,
                other_label, names.label_of(file), std::string(kUnlabelled)});
  sample.group = first_of(
      {context.options.group, entry.group, found.group, names.group_of(file)});
  sample.split = first_of({entry.split, found.split, names.side_of(file)});
  sample.source = first_of({entry.source, context.options.source});
  sample.rate_hz = found.rate_hz;
  sample.frames = found.frames;
  sample.axes = found.axes;
  sample.kind = found.kind;
  sample.origin = context.origin.name;
  annotate(found, entry, sample);
  if (found.part.empty()) add_annotations(file, context, sample);
  return sample;
}

ReadOptions options_for(const std::string& file, const ImportContext& context) {
  ReadOptions options = context.options.read;
  if (options.rate_hz == 0) options.rate_hz = context.manifest.of(file).rate_hz;
  return options;
}

// Finds the importer and reads the file; a refusal is part of the outcome.
FileOutcome understand(const RecordingFile& recording,
                       const std::vector<uint8_t>& bytes,
                       const ImportContext& context) {
  FileOutcome outcome;
  const ImportedFile file{recording.name, bytes, context.sibling};
  const ReadOptions options = options_for(recording.name, context);
  const Importer* importer = importer_for(file, options);
  outcome.is_data = importer != nullptr;
  if (!outcome.is_data) return outcome;
  const ManifestEntry entry = context.manifest.of(recording.name);
  if (!entry.fault.empty()) throw Error(entry.fault);
  outcome.content = importer->read(file, options);
  for (const FoundSample& found : outcome.content.samples) {
    outcome.samples.push_back(describe_sample(recording.name, found, context));
    hold_boxes(entry, outcome.content, outcome.samples.back());
  }
  return outcome;
}

FileOutcome read_file(const RecordingFile& file, const ImportContext& context,
                      ObjectStore::Batch* batch) {
  FileOutcome outcome;
  std::vector<uint8_t> bytes;
  try {
    bytes = file.read();
    outcome = understand(file, bytes, context);
  } catch (const Stopped&) {
    throw;
  } catch (const Error& error) {
    outcome.refusal = error.what_happened();
    return outcome;
  }
  // A full disk is no fault of the file: that error ends the import.
  for (size_t i = 0; batch != nullptr && i < outcome.samples.size(); ++i) {
    std::vector<uint8_t>& object = outcome.content.samples[i].object;
    outcome.samples[i].id = batch->add(object.empty() ? bytes : object);
    object = {};
  }
  return outcome;
}

void report_outcome(const std::string& name, const FileOutcome& outcome,
                    ImportReport& report) {
  if (!outcome.is_data) {
    report.warn("left out, since it is no recording of a known format", name);
  } else if (!outcome.refusal.empty()) {
    report.refused.push_back({name, outcome.refusal});
  } else {
    report.understood.add(outcome.content, outcome.samples);
  }
  for (const FileWarning& warning : outcome.content.warnings) {
    report.warn(warning.what,
                name + (warning.detail.empty() ? "" : ": ") + warning.detail);
  }
  for (const Sample& sample : outcome.samples) {
    if (sample.label != kUnlabelled || !sample.ranges.empty()) continue;
    report.warn(
        "without a label: put it into a folder named by its label, or "
        "give --label",
        sample.name);
  }
}

}  // namespace

void annotate(const FoundSample& found, const ManifestEntry& entry,
              Sample& sample) {
  sample.metadata = entry.metadata;
  sample.metadata.insert(found.metadata.begin(), found.metadata.end());
  sample.boxes = entry.boxes;
  for (const FrameRange& range : entry.ranges) {
    if (found.rate_hz <= 0) break;
    sample.ranges.push_back({static_cast<double>(range.first) / found.rate_hz,
                             static_cast<double>(range.end) / found.rate_hz,
                             range.label});
  }
}

void hold_boxes(const ManifestEntry& entry, FileContent& content,
                Sample& sample) {
  const std::vector<int>& shape = content.frame_shape;
  if (sample.boxes.empty() || shape.size() != 2) return;
  const double height = entry.picture_height, width = entry.picture_width;
  if (width > 0 && height > 0 && (width != shape[1] || height != shape[0])) {
    content.warnings.push_back(
        {"its boxes were drawn in a picture of another size",
         fmt::format("{:g} x {:g}, this one has {} x {}", width, height,
                     shape[1], shape[0])});
  }
  sample.boxes = boxes_within(std::move(sample.boxes), shape, content.warnings);
}

Origin origin_of(const std::filesystem::path& path,
                 const ImportContext& context) {
  std::filesystem::path name = path.filename();
  if (name.empty() || name == ".") {
    name = std::filesystem::absolute(path).lexically_normal();
    name =
        name.has_filename() ? name.filename() : name.parent_path().filename();
  }
  while (ends_in(name.string(), {".zip", ".gz", ".tar", ".tgz", ".bz2", ".xz",
                                 ".zst", ".7z"})) {
    name = name.stem();
  }
  const DataTerms found = find_terms([&](const std::string& file) {
    const auto bytes = context.sibling(file);
    return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
  });
  const DataTerms& wished = context.options.terms;
  const DataTerms& said = context.manifest.terms;
  return {name.string(),
          first_of({wished.licence, found.licence, said.licence}),
          first_of({wished.attribution, found.attribution, said.attribution})};
}

void report_terms(const Origin& origin, ImportReport& report) {
  if (origin.name.empty()) return;
  report.terms = {origin.licence, origin.attribution};
  if (!origin.licence.empty()) return;
  report.warn("the licence of the data is unknown: give --licence",
              origin.name);
}

void report_warnings(const Manifest& manifest, ImportReport& report) {
  for (const ImportWarning& warning : manifest.warnings) {
    report.warn(warning.what, warning.example, warning.count);
  }
}

Sample describe_file(const std::string& name, const ImportContext& context) {
  return describe_sample(name, {}, context);
}

void import_files(std::span<const RecordingFile> files,
                  const ImportContext& context, Store* store, const Run& run,
                  ImportReport& report) {
  std::optional<ObjectStore::Batch> batch;
  if (store != nullptr) batch.emplace(store->objects());
  std::vector<FileOutcome> outcomes(files.size());
  parallel_for(files.size(), run.threads, [&](size_t i) {
    run.throw_if_stopped();  // a file may be hours of sound
    outcomes[i] = read_file(files[i], context, batch ? &*batch : nullptr);
  });
  if (batch) batch->commit();
  std::vector<Sample> samples;
  for (size_t i = 0; i < files.size(); ++i) {
    report_outcome(files[i].name, outcomes[i], report);
    samples.insert(samples.end(), outcomes[i].samples.begin(),
                   outcomes[i].samples.end());
  }
  if (store != nullptr) add_samples(samples, context.origin, *store, report);
}

}  // namespace mote
