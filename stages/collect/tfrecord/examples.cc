#include "stages/collect/tfrecord/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "example.pb.h"
#include "lib/base/error.h"
#include "lib/base/text.h"
#include "lib/signal/decode.h"
#include "lib/signal/picture.h"
#include "lib/signal/signal_file.h"
#include "stages/collect/manifest.h"

namespace mote {
namespace {

using tfrecord::Example;
using tfrecord::Feature;
using FeatureMap = google::protobuf::Map<std::string, Feature>;
using Names = std::initializer_list<const char*>;

constexpr size_t kLongestMetadata = 1000;

void put_text(FeatureMap& features, const std::string& name,
              const std::string& text) {
  features[name].mutable_bytes_list()->add_value(text);
}

void put_number(FeatureMap& features, const std::string& name, int64_t value) {
  features[name].mutable_int64_list()->add_value(value);
}

struct PutValues {
  Feature& feature;
  void operator()(const std::vector<float>& values) const {
    auto* list = feature.mutable_float_list()->mutable_value();
    list->Add(values.begin(), values.end());
  }
  template <class Integer>
  void operator()(const std::vector<Integer>& values) const {
    auto* list = feature.mutable_int64_list()->mutable_value();
    list->Add(values.begin(), values.end());
  }
};

void put_signal(FeatureMap& features, const Signal& signal) {
  put_number(features, "shape", static_cast<int64_t>(signal.frame_count()));
  for (const int size : signal.frame_shape) put_number(features, "shape", size);
  put_number(features, "shape", static_cast<int64_t>(signal.axis_count()));
  for (const Axis& axis : signal.axes) {
    put_text(features, "axes", axis.name);
    put_text(features, "units", axis.unit);
  }
  put_text(features, "type", type_name(signal.samples));
  std::visit(PutValues{features["values"]}, signal.samples);
}

void put_picture(FeatureMap& features, const Signal& picture,
                 std::span<const uint8_t> file) {
  put_text(features, "image/encoded", {file.begin(), file.end()});
  put_text(features, "image/format", picture_facts(file, "picture").format);
  put_number(features, "image/height", picture.frame_shape.at(0));
  put_number(features, "image/width", picture.frame_shape.at(1));
}

// Looks at the features of an example that came from anywhere.
class Reader {
 public:
  Reader(const FeatureMap& features, const ReadOptions& options,
         const std::string& name)
      : features_(features), options_(options), name_(name) {}

  FoundSample read() const {
    FoundSample sample = read_content();
    sample.label = text({"label", "class", "word", "image/class/text",
                         "label/text", "image/class/label", "category"});
    sample.group = text({"group", "speaker", "speaker_id", "subject"});
    sample.split = side_of_word(text({"split"}));
    sample.part = text({"name"});
    read_metadata(sample);
    return sample;
  }

 private:
  const Feature* find(Names names) const {
    for (const char* name : names) {
      const auto found = features_.find(name);
      if (found != features_.end()) return &found->second;
    }
    return nullptr;
  }

  // A single value as text; "" where there is none.
  std::string text(Names names) const {
    const Feature* feature = find(names);
    if (feature == nullptr) return "";
    if (feature->bytes_list().value_size() == 1) {
      return feature->bytes_list().value(0);
    }
    if (feature->int64_list().value_size() == 1) {
      return std::to_string(feature->int64_list().value(0));
    }
    return "";
  }

  double number(Names names) const {
    const Feature* feature = find(names);
    if (feature == nullptr) return 0;
    if (feature->float_list().value_size() == 1) {
      return feature->float_list().value(0);
    }
    if (feature->int64_list().value_size() == 1) {
      return static_cast<double>(feature->int64_list().value(0));
    }
    return 0;
  }

  FoundSample read_content() const {
    for (const auto& [key, feature] : features_) {
      if (feature.bytes_list().value_size() != 1) continue;
      const std::string& bytes = feature.bytes_list().value(0);
      if (is_picture(as_bytes(bytes))) return read_picture_file(bytes);
      if (bytes.starts_with("RIFF") || bytes.starts_with("fLaC") ||
          bytes.starts_with("OggS")) {
        return read_sound_file(bytes);
      }
    }
    return read_numbers();
  }

  FoundSample read_picture_file(const std::string& bytes) const {
    const Signal picture = decode_picture(as_bytes(bytes), name_);
    FoundSample sample;
    sample.kind = "picture";
    sample.frames = 1;
    sample.axes = static_cast<int>(picture.axis_count());
    sample.object.assign(bytes.begin(), bytes.end());
    return sample;
  }

  FoundSample read_sound_file(const std::string& bytes) const {
    const AudioFacts facts = audio_facts(as_bytes(bytes), name_);
    decode_audio(as_bytes(bytes), 0, name_);
    FoundSample sample;
    sample.kind = "audio";
    sample.rate_hz = facts.rate_hz;
    sample.frames = facts.frames;
    sample.axes = facts.channels;
    sample.object.assign(bytes.begin(), bytes.end());
    return sample;
  }

  static int count(const Feature& feature) {
    return std::max(feature.float_list().value_size(),
                    feature.int64_list().value_size());
  }

  const Feature& values() const {
    const Feature* known =
        find({"values", "audio", "data", "signal", "samples", "x"});
    if (known != nullptr && count(*known) > 0) return *known;
    const Feature* only = nullptr;
    for (const auto& [key, feature] : features_) {
      if (count(feature) < 2 || key == "shape") continue;
      if (only != nullptr) {
        throw Error("several features may be the readings", name_,
                    "Name one of them values.");
      }
      only = &feature;
    }
    if (only != nullptr) return *only;
    throw Error("no feature holds readings, a picture or sound", name_,
                "Name the list of readings values.");
  }

  // Of {frames, grid..., axes}; empty where nobody says.
  std::vector<int> shape() const {
    const Feature* feature = find({"shape"});
    if (feature == nullptr) return {};
    std::vector<int> shape;
    for (const int64_t size : feature->int64_list().value()) {
      if (size < 1 || size > int64_t{1} << 30) {
        throw Error(fmt::format("the shape has a size of {}", size), name_);
      }
      shape.push_back(static_cast<int>(size));
    }
    return shape;
  }

  std::vector<Axis> axes(const std::vector<int>& shape, bool sound) const {
    if (!options_.axes.empty()) return options_.axes;
    std::vector<Axis> axes;
    if (const Feature* names = find({"axes"})) {
      const Feature* units = find({"units"});
      for (int i = 0; i < names->bytes_list().value_size(); ++i) {
        const bool has_unit =
            units != nullptr && i < units->bytes_list().value_size();
        axes.push_back({names->bytes_list().value(i),
                        has_unit ? units->bytes_list().value(i) : ""});
      }
    }
    if (!axes.empty()) return axes;
    const int columns = shape.size() > 1 ? shape.back() : 1;
    if (columns == 1) return {{sound ? "audio" : "value", ""}};
    if (columns > 4096) throw Error("it has too many axes", name_);
    for (int i = 0; i < columns; ++i) axes.push_back({std::to_string(i), ""});
    return axes;
  }

  // Whether the numbers are 16-bit sound: it is said, or named so.
  bool is_sound(const Feature& values) const {
    if (text({"kind"}) == "audio") return true;
    return &values == find({"audio"}) && values.has_int64_list();
  }

  template <class Integer>
  std::vector<Integer> integers(const Feature& values) const {
    std::vector<Integer> numbers;
    for (const int64_t value : values.int64_list().value()) {
      numbers.push_back(static_cast<Integer>(value));
      if (numbers.back() != value) {
        throw Error(fmt::format("the value {} does not fit its type", value),
                    name_);
      }
    }
    return numbers;
  }

  SignalValues numbers(const Feature& values, bool sound) const {
    const std::string type = text({"type"});
    if (values.has_int64_list()) {
      if (sound || type == "int16") return integers<int16_t>(values);
      if (type == "uint8") return integers<uint8_t>(values);
      if (type == "int8") return integers<int8_t>(values);
      const auto& list = values.int64_list().value();
      return std::vector<float>(list.begin(), list.end());
    }
    std::vector<float> floats(values.float_list().value().begin(),
                              values.float_list().value().end());
    if (std::any_of(floats.begin(), floats.end(),
                    [](float value) { return std::isinf(value); })) {
      throw Error("a value is infinite", name_);
    }
    return floats;
  }

  FoundSample read_numbers() const {
    const Feature& list = values();
    const bool sound = is_sound(list) && list.has_int64_list();
    const std::vector<int> sizes = shape();
    Signal signal;
    signal.rate_hz = options_.rate_hz > 0
                         ? options_.rate_hz
                         : number({"rate_hz", "sample_rate", "rate"});
    if (!(signal.rate_hz >= 0 && signal.rate_hz <= 1e9)) {
      throw Error(fmt::format("the rate is {} Hz", signal.rate_hz), name_);
    }
    signal.axes = axes(sizes, sound);
    signal.samples = numbers(list, sound);
    if (sizes.size() > 2) {
      signal.frame_shape.assign(sizes.begin() + 1, sizes.end() - 1);
    }
    check_size(signal, static_cast<size_t>(count(list)), sizes);
    const bool audio = sound && signal.axes.size() == 1;
    return sample_of_signal(signal, audio                 ? "audio"
                                    : signal.rate_hz == 0 ? "tensor"
                                                          : "series");
  }

  void check_size(const Signal& signal, size_t count,
                  const std::vector<int>& sizes) const {
    const size_t frame = signal.axis_count() * signal.place_count();
    const bool whole = frame > 0 && count > 0 && count % frame == 0;
    const bool as_said =
        sizes.empty() || count == static_cast<size_t>(sizes[0]) * frame;
    if (whole && as_said) return;
    throw Error(
        fmt::format("its {} values are not as many as its shape says", count),
        name_);
  }

  void read_metadata(FoundSample& sample) const {
    static const std::set<std::string> known = {"label", "name",        "group",
                                                "split", "source",      "kind",
                                                "type",  "image/format"};
    constexpr std::string_view kOwn = "metadata/";
    for (const auto& [key, feature] : features_) {
      const bool short_text =
          feature.bytes_list().value_size() == 1 &&
          feature.bytes_list().value(0).size() <= kLongestMetadata;
      if (!short_text || known.count(key) != 0 || key == "axes" ||
          key == "units" || key.starts_with("image/encoded")) {
        continue;
      }
      const std::string name =
          key.starts_with(kOwn) ? key.substr(kOwn.size()) : key;
      sample.metadata[name] = feature.bytes_list().value(0);
    }
  }

  const FeatureMap& features_;
  const ReadOptions& options_;
  const std::string& name_;
};

}  // namespace

std::string example_of(const Sample& sample, const Signal& signal,
                       std::span<const uint8_t> file) {
  Example example;
  FeatureMap& features = *example.mutable_features()->mutable_feature();
  put_text(features, "label", sample.label);
  put_text(features, "name", sample.name);
  put_text(features, "group", sample.group);
  put_text(features, "split", sample.split);
  put_text(features, "source", sample.source);
  put_text(features, "kind", sample.kind);
  for (const auto& [key, value] : sample.metadata) {
    put_text(features, "metadata/" + key, value);
  }
  features["rate_hz"].mutable_float_list()->add_value(
      static_cast<float>(signal.rate_hz));
  if (is_picture(file)) {
    put_picture(features, signal, file);
  } else {
    put_signal(features, signal);
  }
  return example.SerializeAsString();
}

FoundSample sample_of_example(std::string_view example,
                              const ReadOptions& options,
                              const std::string& name) {
  Example parsed;
  const bool read =
      example.size() < size_t{1} << 31 &&
      parsed.ParseFromArray(example.data(), static_cast<int>(example.size()));
  if (!read) throw Error("a record is no tf.train.Example", name);
  return Reader(parsed.features().feature(), options, name).read();
}

}  // namespace mote
