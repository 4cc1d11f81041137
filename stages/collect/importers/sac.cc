// SAC (Seismic Analysis Code): a header of 70 floats, 40 integers and 192
// characters, then the samples as float32; either byte order. Numbers of
// header words are those of the SAC manual (IRIS).
#include <bit>
#include <cmath>
#include <cstring>

#include "lib/base/error.h"
#include "stages/collect/importers/importer.h"

namespace mote {
namespace {

constexpr size_t kHeaderBytes = 632;
constexpr size_t kStepWord = 0;       // DELTA, seconds
constexpr size_t kVersionWord = 76;   // NVHDR: 6 or 7
constexpr size_t kCountWord = 79;     // NPTS
constexpr size_t kKindWord = 85;      // IFTYPE: 1 is a time series
constexpr size_t kEvenWord = 105;     // LEVEN: 1 is a constant rate
constexpr size_t kChannelByte = 600;  // KCMPNM, 8 characters
constexpr int kTimeSeries = 1;

// Words of the header in the byte order that makes its version known.
class Words {
 public:
  explicit Words(std::span<const uint8_t> bytes) : bytes_(bytes) {
    swapped_ = !is_version(integer(kVersionWord));
  }

  static bool is_version(int32_t number) { return number == 6 || number == 7; }

  uint32_t word(size_t at) const {
    uint32_t value;
    std::memcpy(&value, bytes_.data() + 4 * at, sizeof value);
    return swapped_ ? __builtin_bswap32(value) : value;
  }
  int32_t integer(size_t at) const { return static_cast<int32_t>(word(at)); }
  float number(size_t at) const { return std::bit_cast<float>(word(at)); }

 private:
  std::span<const uint8_t> bytes_;
  bool swapped_ = false;
};

[[noreturn]] void refuse(const std::string& what, const std::string& name) {
  throw Error(what, name, "The file is damaged: export it again.");
}

std::string channel_of(const ImportedFile& file) {
  std::string name(
      reinterpret_cast<const char*>(file.bytes.data()) + kChannelByte, 8);
  name.erase(name.find_last_not_of(std::string_view(" \0", 2)) + 1);
  return name.empty() || name.starts_with("-12345") ? "ground" : name;
}

}  // namespace

Fit sniff_sac(const ImportedFile& file, const ReadOptions&) {
  if (file.bytes.size() < kHeaderBytes) {
    return ends_in(file.name, {".sac"}) ? Fit::kByName : Fit::kNone;
  }
  const Words words(file.bytes);
  const bool fits = Words::is_version(words.integer(kVersionWord)) &&
                    words.integer(kKindWord) == kTimeSeries &&
                    words.number(kStepWord) > 0 &&
                    words.integer(kCountWord) > 0;
  if (fits) return Fit::kByContent;
  return ends_in(file.name, {".sac"}) ? Fit::kByName : Fit::kNone;
}

FileContent read_sac(const ImportedFile& file, const ReadOptions&) {
  if (file.bytes.size() < kHeaderBytes) refuse("the header is cut", file.name);
  const Words words(file.bytes);
  const float step_s = words.number(kStepWord);
  const int32_t count = words.integer(kCountWord);
  if (!Words::is_version(words.integer(kVersionWord))) {
    refuse("this is no SAC file of version 6 or 7", file.name);
  }
  if (words.integer(kKindWord) != kTimeSeries ||
      words.integer(kEvenWord) != 1) {
    refuse("this is no evenly spaced time series", file.name);
  }
  if (!(step_s > 1e-9f) || !(step_s < 1e9f)) {
    refuse("the header gives an absurd rate", file.name);
  }
  const size_t there = (file.bytes.size() - kHeaderBytes) / 4;
  if (count <= 0 || static_cast<size_t>(count) > there) {
    refuse("the recording is truncated: its header promises " +
               std::to_string(count) + " samples, there are " +
               std::to_string(there),
           file.name);
  }
  std::vector<float> values(static_cast<size_t>(count));
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = words.number(kHeaderBytes / 4 + i);
    if (!std::isfinite(values[i])) {
      refuse("a sample is no number", file.name);
    }
  }
  // The step is a float: 0.01 stands for exactly 100 Hz.
  const double rate_hz = std::round(1e6 / static_cast<double>(step_s)) / 1e6;
  const Signal signal{std::abs(rate_hz - std::round(rate_hz)) < 1e-4 * rate_hz
                          ? std::round(rate_hz)
                          : rate_hz,
                      {{channel_of(file), "counts"}},
                      values};
  FileContent content = content_like(signal, "SAC");
  content.samples.push_back(sample_of_signal(signal, "series"));
  return content;
}

}  // namespace mote
