#include "stages/collect/export/labelled_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "lib/base/error.h"
#include "lib/base/text.h"
#include "stages/collect/export/file_sink.h"
#include "stages/collect/export/sample_file.h"

namespace mote {
namespace {

using Json = nlohmann::ordered_json;

// A whole number without a fraction, as most readers expect of pixels.
Json number(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15) {
    return static_cast<int64_t>(value);
  }
  return value;
}

std::string dump(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// The sample's metadata with its licence, its data set's if it has none.
std::map<std::string, std::string> metadata_of(
    const Sample& sample, const std::vector<Origin>& origins) {
  auto metadata = sample.metadata;
  for (const Origin& origin : origins) {
    if (origin.name != sample.origin || origin.licence.empty()) continue;
    metadata.emplace("licence", origin.licence);
  }
  return metadata;
}

// What is common to the formats: goes through the samples.
class Exporter {
 public:
  Exporter(const Dataset& dataset, const std::vector<Origin>& origins,
           const std::filesystem::path& path, Run& run)
      : dataset_(dataset),
        origins_(origins),
        sink_(make_file_sink(path)),
        run_(run) {}
  virtual ~Exporter() = default;

  FilesReport write() {
    for (const Sample& sample : dataset_.samples()) {
      run_.throw_if_stopped();
      take(sample);
      run_.progress.update("export", ++done_,
                           static_cast<int64_t>(dataset_.size()), sample.name);
    }
    if (report_.samples == 0) {
      throw Error("nothing of it can be exported so",
                  report_.left_out.front().name,
                  report_.left_out.front().reason);
    }
    finish();
    add_attributions();
    sink_->finish();
    return std::move(report_);
  }

 protected:
  virtual SampleFile file_of(const Sample& sample) = 0;
  virtual std::string place_of(const Sample& sample) = 0;  // without ending
  virtual void describe(const Sample& sample, const std::string& file) = 0;
  virtual void finish() = 0;

  void add(const std::string& name, const std::string& text) {
    sink_->add(name, as_bytes(text));
  }
  FileNames& names() { return names_; }
  const std::vector<Origin>& origins() const { return origins_; }

 private:
  void take(const Sample& sample) {
    SampleFile file;
    try {
      file = file_of(sample);
    } catch (const Error& error) {
      report_.left_out.push_back({sample.name, error.what_happened()});
      return;
    }
    const std::string name = place_of(sample) + file.ending;
    sink_->add(name, file.bytes);
    describe(sample, name);
    used_.insert(sample.origin);
    ++report_.samples;
  }

  void add_attributions() {
    std::string text;
    for (const Origin& origin : origins_) {
      if (used_.count(origin.name) == 0 || origin.attribution.empty()) continue;
      text += fmt::format(
          "{} ({})\n{}\n\n", origin.name,
          origin.licence.empty() ? "licence unknown" : origin.licence,
          origin.attribution);
    }
    if (!text.empty()) add("ATTRIBUTION.txt", text);
  }

  const Dataset& dataset_;
  const std::vector<Origin>& origins_;
  std::unique_ptr<FileSink> sink_;
  Run& run_;
  FileNames names_;
  std::set<std::string> used_;
  FilesReport report_;
  int64_t done_ = 0;
};

class EdgeImpulseExporter : public Exporter {
 public:
  EdgeImpulseExporter(const Dataset& dataset, const Store& store,
                      const std::vector<Origin>& from,
                      const std::filesystem::path& path, Run& run)
      : Exporter(dataset, from, path, run), dataset_(dataset), store_(store) {}

 private:
  SampleFile file_of(const Sample& sample) override {
    return file_for_edge_impulse(sample, dataset_, store_);
  }

  std::string place_of(const Sample& sample) override {
    return category_of(sample) + "/" + safe_name(sample.label) + "." +
           names().of(sample);
  }

  static std::string category_of(const Sample& sample) {
    if (sample.split == "train") return "training";
    if (sample.split == "test") return "testing";
    return sample.split.empty() ? "split" : sample.split;
  }

  static Json label_of(const Sample& sample) {
    if (sample.ranges.empty() || sample.rate_hz <= 0) {
      return {{"type", "label"}, {"label", sample.label}};
    }
    Json labels = Json::array();
    for (const TimeRange& range : sample.ranges) {
      const int64_t start = std::llround(range.start_s * sample.rate_hz);
      const int64_t end = std::llround(range.end_s * sample.rate_hz) - 1;
      labels.push_back({{"label", range.label},
                        {"startIndex", start},
                        {"endIndex", std::max(start, end)}});
    }
    // The label of the whole is mote's alone.
    return {{"type", "multi-label"},
            {"label", sample.label},
            {"labels", std::move(labels)}};
  }

  void describe(const Sample& sample, const std::string& file) override {
    Json entry = {{"path", file},
                  {"name", std::filesystem::path(file).filename().string()},
                  {"category", category_of(sample)},
                  {"label", label_of(sample)}};
    auto metadata = metadata_of(sample, origins());
    metadata["group"] = sample.group;
    if (sample.source != "recorded") metadata["source"] = sample.source;
    entry["metadata"] = metadata;
    Json boxes = Json::array();
    for (const Box& box : sample.boxes) {
      boxes.push_back({{"label", box.label},
                       {"x", number(box.x)},
                       {"y", number(box.y)},
                       {"width", number(box.width)},
                       {"height", number(box.height)}});
    }
    if (!boxes.empty()) entry["boundingBoxes"] = std::move(boxes);
    files_.push_back(std::move(entry));
  }

  void finish() override {
    add("info.labels", dump({{"version", 1}, {"files", std::move(files_)}}));
  }

  const Dataset& dataset_;
  const Store& store_;
  Json files_ = Json::array();
};

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) {
    if (&field != &fields.front()) line += ',';
    line += csv_field(field);
  }
  return line + '\n';
}

class FolderExporter : public Exporter {
 public:
  FolderExporter(const Dataset& dataset, const Store& store,
                 const std::vector<Origin>& from,
                 const std::filesystem::path& path, Run& run)
      : Exporter(dataset, from, path, run), dataset_(dataset), store_(store) {
    for (const Sample& sample : dataset.samples()) {
      for (const auto& [key, value] : metadata_of(sample, from)) {
        if (key != "licence" && key != "attribution") keys_.insert(key);
      }
    }
    std::vector<std::string> header = {"file",    "label",      "group",
                                       "split",   "source",     "rate_hz",
                                       "licence", "attribution"};
    for (const std::string& key : keys_) header.push_back("meta." + key);
    manifest_ = csv_line(header);
  }

 private:
  SampleFile file_of(const Sample& sample) override {
    return file_for_people(sample, dataset_, store_);
  }

  std::string place_of(const Sample& sample) override {
    return safe_name(sample.label) + "/" + names().of(sample);
  }

  void describe(const Sample& sample, const std::string& file) override {
    auto metadata = metadata_of(sample, origins());
    std::vector<std::string> fields = {
        file,
        sample.label,
        sample.group,
        sample.split,
        sample.source,
        sample.rate_hz > 0 ? fmt::format("{}", sample.rate_hz) : "",
        metadata["licence"],
        metadata["attribution"]};
    for (const std::string& key : keys_) fields.push_back(metadata[key]);
    manifest_ += csv_line(fields);
    if (!sample.ranges.empty()) add_ranges(sample, file);
    if (sample.kind == "picture") add_boxes(sample, file);
  }

  void add_ranges(const Sample& sample, const std::string& file) {
    std::string text = csv_line({"start_s", "end_s", "label"});
    for (const TimeRange& range : sample.ranges) {
      text += csv_line({fmt::format("{}", range.start_s),
                        fmt::format("{}", range.end_s), range.label});
    }
    const std::filesystem::path path(file);
    add((path.parent_path() / (path.stem().string() + "_annotations.csv"))
            .generic_string(),
        text);
  }

  void add_boxes(const Sample& sample, const std::string& file) {
    const size_t id = images_.size() + 1;
    const Signal picture = dataset_.signal(sample);
    images_.push_back({{"id", id},
                       {"file_name", file},
                       {"width", picture.frame_shape.at(1)},
                       {"height", picture.frame_shape.at(0)}});
    for (const Box& box : sample.boxes) {
      const auto category = categories_.emplace(box.label, categories_.size());
      boxes_.push_back({{"id", boxes_.size() + 1},
                        {"image_id", id},
                        {"category_id", category.first->second + 1},
                        {"bbox",
                         {number(box.x), number(box.y), number(box.width),
                          number(box.height)}},
                        {"area", number(box.width * box.height)},
                        {"iscrowd", 0}});
    }
  }

  void finish() override {
    add("manifest.csv", manifest_);
    if (boxes_.empty()) return;
    Json categories = Json::array();
    for (const auto& [name, index] : categories_) {
      categories.push_back({{"id", index + 1}, {"name", name}});
    }
    add("boxes.json", dump({{"images", std::move(images_)},
                            {"annotations", std::move(boxes_)},
                            {"categories", std::move(categories)}}));
  }

  const Dataset& dataset_;
  const Store& store_;
  std::set<std::string> keys_;
  std::string manifest_;
  Json images_ = Json::array(), boxes_ = Json::array();
  std::map<std::string, size_t> categories_;
};

}  // namespace

FilesReport export_for_edge_impulse(const Dataset& dataset, const Store& store,
                                    const std::vector<Origin>& origins,
                                    const std::filesystem::path& path,
                                    Run& run) {
  return EdgeImpulseExporter(dataset, store, origins, path, run).write();
}

FilesReport export_for_people(const Dataset& dataset, const Store& store,
                              const std::vector<Origin>& origins,
                              const std::filesystem::path& path, Run& run) {
  return FolderExporter(dataset, store, origins, path, run).write();
}

}  // namespace mote
