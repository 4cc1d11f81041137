#include "stages/collect/export/sample_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/signal/decode.h"
#include "lib/signal/picture.h"
#include "lib/signal/signal_file.h"
#include "stages/collect/export/npy.h"
#include "stages/collect/importers/importer.h"

namespace mote {
namespace {

using Json = nlohmann::json;

std::vector<uint8_t> bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}

// By its first bytes; what has none that tell is MP3.
std::string ending_of_sound(std::span<const uint8_t> file) {
  const std::string_view start(reinterpret_cast<const char*>(file.data()),
                               std::min<size_t>(file.size(), 12));
  if (start.starts_with("fLaC")) return ".flac";
  if (start.starts_with("OggS")) return ".ogg";
  if (start.starts_with("FORM")) return ".aiff";
  if (start.starts_with(".snd")) return ".au";
  if (start.starts_with("caff")) return ".caf";
  if (start.starts_with("RIFF") || start.starts_with("RF64")) return ".wav";
  return ".mp3";
}

std::string ending_of_picture(std::span<const uint8_t> file,
                              const std::string& name) {
  const std::string format = picture_facts(file, name).format;
  return format == "JPEG" ? ".jpg" : format == "PNG" ? ".png" : ".ppm";
}

// The file that a sound or picture came as, unless fixes change it.
SampleFile original(const Sample& sample, const Store& store) {
  if (!sample.fixes.empty()) return {};
  std::vector<uint8_t> file = store.objects().get(sample.id);
  if (is_signal_file(file)) return {};
  const std::string ending = sample.kind == "picture"
                                 ? ending_of_picture(file, sample.name)
                                 : ending_of_sound(file);
  return {ending, std::move(file)};
}

SampleFile png_of(const Signal& picture) {
  return {".png", encode_png(picture)};
}

// Sensors by the axes; of a grid each place is one.
Json sensors_of(const Signal& signal) {
  Json sensors = Json::array();
  const size_t places = signal.place_count();
  for (size_t place = 0; place < places; ++place) {
    for (const Axis& axis : signal.axes) {
      const std::string number = places > 1 ? std::to_string(place) : "";
      sensors.push_back({{"name", axis.name + number},
                         {"units", axis.unit.empty() ? "N/A" : axis.unit}});
    }
  }
  return sensors;
}

Json rows_of(const Signal& signal) {
  const auto values = std::get<std::vector<float>>(as_float(signal).samples);
  const size_t columns = signal.axis_count() * signal.place_count();
  Json rows = Json::array();
  for (size_t at = 0; at < values.size(); at += columns) {
    Json row = Json::array();
    for (size_t c = 0; c < columns; ++c) {
      const float value = values[at + c];
      if (!std::isfinite(value)) {
        throw Error("a reading is missing, which acquisition data cannot say");
      }
      row.push_back(value);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

SampleFile acquisition_of(const Sample& sample, const Signal& signal) {
  if (signal.rate_hz <= 0 && signal.frame_count() > 1) {
    throw Error("its rate is unknown, which acquisition data must say");
  }
  const auto metadata = [&](const char* key, const char* otherwise) {
    const auto found = sample.metadata.find(key);
    return found == sample.metadata.end() ? otherwise : found->second;
  };
  Json payload = {
      {"device_type", metadata("device_type", "mote")},
      {"interval_ms", signal.rate_hz > 0 ? 1000 / signal.rate_hz : 0},
      {"sensors", sensors_of(signal)},
      {"values", rows_of(signal)}};
  const std::string device = metadata("device", "");
  if (!device.empty()) payload["device_name"] = device;
  const Json document = {{"protected", {{"ver", "v1"}, {"alg", "none"}}},
                         {"signature", std::string(64, '0')},
                         {"payload", std::move(payload)}};
  return {".json", bytes_of(document.dump(-1, ' ', false,
                                          Json::error_handler_t::replace))};
}

// A title as mote's reader of tables takes it apart again.
std::string title_of(const Axis& axis) {
  std::string title = axis.name;
  if (!axis.unit.empty()) title += "[" + axis.unit + "]";
  std::replace(title.begin(), title.end(), '"', '\'');
  return title.find_first_of(",\n") == std::string::npos ? title
                                                         : '"' + title + '"';
}

SampleFile table_of(const Signal& signal) {
  const auto values = std::get<std::vector<float>>(as_float(signal).samples);
  std::string text;
  for (const Axis& axis : signal.axes) {
    text += (text.empty() ? "" : ",") + title_of(axis);
  }
  const size_t columns = signal.axis_count();
  for (size_t i = 0; i < values.size(); ++i) {
    text += i % columns == 0 ? '\n' : ',';
    text += fmt::format("{}", values[i]);
  }
  return {".csv", bytes_of(text + '\n')};
}

bool is_sound(const Signal& signal) {
  return std::holds_alternative<std::vector<int16_t>>(signal.samples) &&
         signal.axis_count() == 1 && signal.frame_shape.empty() &&
         signal.rate_hz > 0;
}

}  // namespace

SampleFile file_for_edge_impulse(const Sample& sample, const Dataset& dataset,
                                 const Store& store) {
  if (sample.kind == "audio" || sample.kind == "picture") {
    SampleFile file = original(sample, store);
    for (const char* known : {".wav", ".jpg", ".png"}) {
      if (file.ending == known) return file;
    }
  }
  const Signal signal = dataset.signal(sample);
  if (sample.kind == "audio" && is_sound(signal)) {
    return {".wav", encode_wav(signal)};
  }
  if (sample.kind == "picture") return png_of(signal);
  return acquisition_of(sample, signal);
}

SampleFile file_for_people(const Sample& sample, const Dataset& dataset,
                           const Store& store) {
  if (sample.kind == "audio" || sample.kind == "picture") {
    SampleFile file = original(sample, store);
    if (!file.ending.empty()) return file;
  }
  const Signal signal = dataset.signal(sample);
  if (sample.kind == "audio" && is_sound(signal)) {
    return {".wav", encode_wav(signal)};
  }
  if (sample.kind == "picture") return png_of(signal);
  if (sample.kind == "tensor" || !signal.frame_shape.empty()) {
    return {".npy", encode_npy(signal)};
  }
  return table_of(signal);
}

std::string FileNames::of(const Sample& sample) {
  constexpr size_t kShort = 8;
  const std::string stem = std::filesystem::path(sample.name).stem().string();
  for (size_t digits = kShort;; digits = sample.id.size()) {
    std::string name = safe_name(stem) + "." + sample.id.substr(0, digits);
    if (taken_.insert(name).second || digits == sample.id.size()) return name;
  }
}

std::string safe_name(const std::string& text) {
  constexpr size_t kLongest = 100;
  std::string name;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        std::isalnum(byte) || byte >= 0x80 || std::strchr("-_. ", c) != nullptr;
    name += plain && c != 0 ? c : '_';
  }
  if (name.size() > kLongest) {
    name.resize(kLongest);
    // Not within a character of several bytes.
    while (!name.empty() && (name.back() & 0xC0) == 0x80) name.pop_back();
    if (!name.empty() && (name.back() & 0x80)) name.pop_back();
  }
  if (name.empty() || name[0] == '.') name.insert(0, "_");
  return name;
}

}  // namespace mote
