#include "stages/collect/importers/arrays.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

#include "lib/base/error.h"
#include "lib/base/text.h"
#include "lib/signal/axis_names.h"

namespace mote {
namespace {

constexpr size_t kMostLabelledSamples = 1'000'000;
// A dimension this small at the end, or at the front of a long one, is axes.
constexpr size_t kMostAxesOfFrames = 4, kMostAxesFirst = 16, kLeastFrames = 64;

// IEEE 754 half precision.
double half_to_double(uint16_t bits) {
  const double sign = bits & 0x8000 ? -1 : 1;
  const int exponent = bits >> 10 & 31;
  const int fraction = bits & 1023;
  if (exponent == 31) return fraction != 0 ? std::nan("") : sign * INFINITY;
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(fraction + 1024, exponent - 25);
}

template <class Value>
double read_as(const uint8_t* bytes) {
  Value value;
  std::memcpy(&value, bytes, sizeof value);
  return static_cast<double>(value);
}

double number_at(const uint8_t* place, const Element& element) {
  uint8_t bytes[8] = {};
  std::memcpy(bytes, place, element.size_bytes);
  if (element.big_endian) std::reverse(bytes, bytes + element.size_bytes);
  const bool is_signed = element.kind == 'i';
  switch (element.size_bytes) {
    case 1:
      return is_signed ? read_as<int8_t>(bytes) : read_as<uint8_t>(bytes);
    case 2:
      if (element.kind == 'f') {
        uint16_t bits;
        std::memcpy(&bits, bytes, sizeof bits);
        return half_to_double(bits);
      }
      return is_signed ? read_as<int16_t>(bytes) : read_as<uint16_t>(bytes);
    case 4:
      if (element.kind == 'f') return read_as<float>(bytes);
      return is_signed ? read_as<int32_t>(bytes) : read_as<uint32_t>(bytes);
    default:
      if (element.kind == 'f') return read_as<double>(bytes);
      return is_signed ? read_as<int64_t>(bytes) : read_as<uint64_t>(bytes);
  }
}

std::string last_part(const std::string& name) {
  return lower_case(name.substr(name.rfind('/') + 1));
}

bool is_called(const std::string& name,
               std::initializer_list<const char*> words) {
  const std::string last = last_part(name);
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return last == word; });
}

bool is_rate(const std::string& name) {
  return is_called(name, {"rate", "rate_hz", "fs", "sampling_rate",
                          "sample_rate", "samplerate", "frequency", "freq"});
}

bool is_label(const std::string& name) {
  return is_called(
      name, {"y", "label", "labels", "target", "targets", "class", "classes"});
}

// Type of the values kept: small integers stay, all else becomes float.
SignalValues empty_values_for(const std::vector<Element>& elements) {
  const Element& first = elements.front();
  for (const Element& element : elements) {
    if (element.kind != first.kind || element.size_bytes != first.size_bytes) {
      return std::vector<float>();
    }
  }
  if (first.kind == 'i' && first.size_bytes == 1) return std::vector<int8_t>();
  if (first.kind == 'i' && first.size_bytes == 2) return std::vector<int16_t>();
  if (first.kind != 'f' && first.size_bytes == 1) return std::vector<uint8_t>();
  return std::vector<float>();
}

// Which dimension of an array means what.
struct Meaning {
  size_t frames = 1, axes = 1;
  std::vector<int> frame_shape;
  bool axes_first = false;
  const char* kind = "series";
};

class ArrayReader {
 public:
  ArrayReader(const ArrayFile& arrays, const ImportedFile& file,
              const ReadOptions& options)
      : arrays_(arrays), file_(file), options_(options), data_(main_array()) {}

  FileContent read(std::string format) {
    const auto labels = find_labels();
    std::vector<size_t> shape = data_.shape;
    const size_t samples = labels.empty() ? 1 : shape.front();
    if (!labels.empty()) shape.erase(shape.begin());
    const Meaning meaning = meaning_of(shape);
    Signal signal = empty_signal(meaning);
    content_ = content_like(signal, std::move(format));
    const size_t places = data_.places() / samples;
    for (size_t i = 0; i < samples; ++i) {
      fill(i * places, places, meaning, signal);
      FoundSample sample = sample_of_signal(
          signal, meaning.kind, labels.empty() ? "" : std::to_string(i + 1));
      if (!labels.empty()) sample.label = labels[i];
      content_.samples.push_back(std::move(sample));
    }
    warn(signal);
    return std::move(content_);
  }

 private:
  const Array& main_array() const {
    const Array* best = nullptr;
    for (const Array& array : arrays_.arrays) {
      if (is_label(array.name) || array.places() == 0) continue;
      if (best == nullptr || array.places() * array.elements.size() >
                                 best->places() * best->elements.size()) {
        best = &array;
      }
    }
    if (best != nullptr) return *best;
    throw Error("there is no array of numbers in it", file_.name,
                "Readings are an array [frames, axes] of numbers.");
  }

  // A label for each entry of the first dimension; empty without labels.
  std::vector<std::string> find_labels() const {
    if (data_.shape.empty()) return {};
    const size_t count = data_.shape.front();
    if (count > kMostLabelledSamples) return {};
    for (const TextArray& texts : arrays_.texts) {
      if (is_label(texts.name) && texts.texts.size() == count) {
        return texts.texts;
      }
    }
    for (const Array& array : arrays_.arrays) {
      if (!is_label(array.name) || array.places() != count) continue;
      std::vector<std::string> labels;
      for (double number : numbers_of(array, array.elements.front())) {
        labels.push_back(number == std::floor(number)
                             ? std::to_string(std::llround(number))
                             : std::to_string(number));
      }
      return labels;
    }
    return {};
  }

  double find_rate() const {
    if (options_.rate_hz > 0) return options_.rate_hz;
    for (const Array& array : arrays_.arrays) {
      if (!is_rate(array.name) || array.places() != 1) continue;
      const double rate = numbers_of(array, array.elements.front()).front();
      if (rate > 0 && rate < 1e9) return rate;
    }
    return 0;
  }

  Meaning meaning_of(std::vector<size_t> shape) const {
    Meaning meaning;
    while (shape.size() > 1 && shape.front() == 1) shape.erase(shape.begin());
    if (!options_.shape.empty()) return meaning_of_frames(shape);
    const size_t fields = data_.elements.size();
    const bool byte = data_.elements.front().size_bytes == 1 && fields == 1;
    if (byte && shape.size() == 3 && (shape[2] == 1 || shape[2] == 3)) {
      meaning.kind = "picture";
      meaning.frame_shape = as_int({shape[0], shape[1]});
      meaning.axes = shape[2];
      return meaning;
    }
    meaning.axes = fields;
    if (!shape.empty()) {
      meaning.frames = shape.front();
      shape.erase(shape.begin());
    }
    if (fields == 1 && shape.size() == 1) {
      meaning.axes = shape.front();
      meaning.axes_first =
          meaning.frames <= kMostAxesFirst && meaning.axes >= kLeastFrames;
      if (meaning.axes_first) std::swap(meaning.frames, meaning.axes);
      return meaning;
    }
    if (fields == 1 && shape.size() > 1 && shape.back() <= kMostAxesOfFrames) {
      meaning.axes = shape.back();
      shape.pop_back();
    }
    meaning.frame_shape = as_int(shape);
    return meaning;
  }

  // The last dimensions are a frame of the declared shape.
  Meaning meaning_of_frames(const std::vector<size_t>& shape) const {
    size_t places = 1, all = data_.elements.size();
    for (int extent : options_.shape) places *= static_cast<size_t>(extent);
    for (size_t extent : shape) all *= extent;
    const size_t per_frame = places * data_.elements.size();
    if (per_frame == 0 || all % per_frame != 0) {
      throw Error("the array is no row of frames of this shape", file_.name,
                  "Check --shape.");
    }
    Meaning meaning;
    meaning.axes = data_.elements.size();
    meaning.frames = all / per_frame;
    meaning.frame_shape = options_.shape;
    if (meaning.frames == 1) meaning.kind = "tensor";
    return meaning;
  }

  static std::vector<int> as_int(const std::vector<size_t>& shape) {
    return {shape.begin(), shape.end()};
  }

  Signal empty_signal(const Meaning& meaning) const {
    Signal signal;
    if (std::string_view(meaning.kind) == "series") {
      signal.rate_hz = find_rate();
    }
    signal.frame_shape = meaning.frame_shape;
    signal.samples = empty_values_for(data_.elements);
    signal.axes = axes_of(meaning);
    return signal;
  }

  std::vector<Axis> axes_of(const Meaning& meaning) const {
    if (options_.axes.size() == meaning.axes) return options_.axes;
    if (std::string_view(meaning.kind) == "picture" && meaning.axes == 3) {
      return {{"red", ""}, {"green", ""}, {"blue", ""}};
    }
    std::vector<std::string> names = channel_names();
    if (data_.elements.size() == meaning.axes && meaning.axes > 1) {
      names.clear();
      for (const Element& element : data_.elements) {
        names.push_back(element.name);
      }
    }
    std::vector<Axis> axes;
    for (size_t a = 0; a < meaning.axes; ++a) {
      axes.push_back(names.size() == meaning.axes
                         ? axis_of_title(names[a])
                         : Axis{"axis" + std::to_string(a + 1), ""});
    }
    return axes;
  }

  std::vector<std::string> channel_names() const {
    for (const TextArray& texts : arrays_.texts) {
      if (!is_called(texts.name, {"channels", "channel", "axes", "columns",
                                  "names", "channel_names"})) {
        continue;
      }
      if (texts.texts.size() != 1) return texts.texts;
      std::vector<std::string> names(1);  // "DPE+DPN+DPZ"
      for (char c : texts.texts[0]) {
        if (c == '+' || c == ',' || c == '_' || c == ' ') {
          names.emplace_back();
        } else {
          names.back() += c;
        }
      }
      return names;
    }
    return {};
  }

  // Values of `count` places from `first` on.
  void fill(size_t first, size_t count, const Meaning& meaning,
            Signal& signal) {
    std::visit(
        [&](auto& values) { fill_values(first, count, meaning, values); },
        signal.samples);
  }

  template <class Value>
  void fill_values(size_t first, size_t count, const Meaning& meaning,
                   std::vector<Value>& values) {
    const size_t fields = data_.elements.size();
    values.resize(count * fields);
    for (size_t i = 0; i < count; ++i) {
      const uint8_t* place =
          data_.bytes.data() + (first + i) * data_.record_bytes;
      for (size_t f = 0; f < fields; ++f) {
        const Element& element = data_.elements[f];
        const double number = number_at(place + element.offset, element);
        check(number);
        const size_t at =
            meaning.axes_first
                ? i % meaning.frames * meaning.axes + i / meaning.frames
                : i * fields + f;
        values[at] = static_cast<Value>(number);
      }
    }
  }

  void check(double number) {
    missing_ += std::isnan(number);
    rounded_ |= std::abs(number) > (1 << 24) && number == std::floor(number);
    if (std::isinf(number) || std::abs(number) > 3e38) {
      throw Error("the array '" + data_.name + "' holds an infinite value",
                  file_.name, "Mend it before importing.");
    }
  }

  void warn(const Signal& signal) {
    auto& warnings = content_.warnings;
    const bool series = content_.samples.front().kind == "series";
    if (series && signal.rate_hz == 0) {
      warnings.push_back({"the rate is unknown: give --rate", ""});
    }
    if (missing_ > 0) {
      warnings.push_back({"readings are missing", std::to_string(missing_)});
    }
    if (rounded_) {
      warnings.push_back({"whole numbers beyond 24 bits are rounded", ""});
    }
  }

  const ArrayFile& arrays_;
  const ImportedFile& file_;
  const ReadOptions& options_;
  const Array& data_;
  FileContent content_;
  size_t missing_ = 0;
  bool rounded_ = false;
};

}  // namespace

size_t Array::places() const {
  size_t count = 1;
  for (size_t extent : shape) count *= extent;
  return count;
}

size_t checked_places(const std::vector<size_t>& shape,
                      const std::string& where) {
  size_t places = 1;
  for (size_t extent : shape) {
    if (extent != 0 && places > kMostPlaces / extent) {
      throw Error("an array's shape is absurd", where,
                  "The file is damaged: export it again.");
    }
    places *= extent;
  }
  return places;
}

std::vector<double> numbers_of(const Array& array, const Element& element) {
  std::vector<double> numbers(array.places());
  for (size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = number_at(
        array.bytes.data() + i * array.record_bytes + element.offset, element);
  }
  return numbers;
}

FileContent read_arrays(const ArrayFile& arrays, const ImportedFile& file,
                        const ReadOptions& options, std::string format) {
  return ArrayReader(arrays, file, options).read(std::move(format));
}

}  // namespace mote
