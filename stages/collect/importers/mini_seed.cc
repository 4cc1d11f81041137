// miniSEED 2: records of a seismograph, each with a header of 48 bytes,
// blockettes and samples, packed or not. Layout and the Steim codes are those
// of the SEED Manual 2.4 (FDSN), chapter 8 and appendix B.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>

#include "lib/base/error.h"
#include "stages/collect/importers/importer.h"
#include "stages/collect/importers/steim.h"

namespace mote {
namespace {

constexpr size_t kHeaderBytes = 48;
constexpr size_t kLeastRecord = 128, kMostRecord = size_t{1} << 20;
// A pause of up to so many samples is filled with missing readings.
constexpr double kMostMissing = 10'000;
// And to so many for each that is there; after a longer one a sample begins.
constexpr size_t kMostMissingShare = 16;

[[noreturn]] void damaged(const std::string& what, const std::string& name) {
  throw Error("the miniSEED file is damaged: " + what, name,
              "Export it again.");
}

// Numbers of a record in its byte order.
class Fields {
 public:
  Fields(std::span<const uint8_t> bytes, bool big_endian)
      : bytes_(bytes), big_endian_(big_endian) {}

  uint8_t byte(size_t at) const { return bytes_[at]; }
  uint16_t half(size_t at) const {
    const unsigned a = bytes_[at], b = bytes_[at + 1];
    return static_cast<uint16_t>(big_endian_ ? a << 8 | b : b << 8 | a);
  }
  uint32_t word(size_t at) const {
    const uint32_t first = half(at), second = half(at + 2);
    return big_endian_ ? first << 16 | second : second << 16 | first;
  }

 private:
  std::span<const uint8_t> bytes_;
  bool big_endian_;
};

struct Record {
  std::string channel;  // "BG.ACR..DPZ"
  double start_s = 0;   // since 1970
  double rate_hz = 0;
  size_t count = 0;
  int encoding = 0;
  bool big_endian = true;  // of the samples
  std::span<const uint8_t> data;
  size_t record_bytes = 0;
};

bool looks_like_record(std::span<const uint8_t> bytes) {
  if (bytes.size() < kHeaderBytes) return false;
  for (size_t i = 0; i < 6; ++i) {
    const bool digit = bytes[i] >= '0' && bytes[i] <= '9';
    if (!digit && bytes[i] != ' ' && bytes[i] != 0) return false;
  }
  if (std::strchr("DRQM", bytes[6]) == nullptr || bytes[6] == 0) return false;
  return bytes[7] == ' ' || bytes[7] == 0;
}

std::string word_at(std::span<const uint8_t> bytes, size_t at, size_t size) {
  std::string word(reinterpret_cast<const char*>(bytes.data()) + at, size);
  word.erase(word.find_last_not_of(std::string_view(" \0", 2)) + 1);
  return word;
}

// Days since 1970 of the first of January.
double days_before_year(int year) {
  const int y = year - 1;
  return 365.0 * (year - 1970) + (y / 4 - y / 100 + y / 400) -
         (1969 / 4 - 1969 / 100 + 1969 / 400);
}

double rate_of(int16_t factor, int16_t multiplier) {
  if (factor == 0 || multiplier == 0) return 0;
  const double f = factor > 0 ? factor : -1.0 / factor;
  return multiplier > 0 ? f * multiplier : f / -multiplier;
}

// The record at the start of `bytes`.
class RecordReader {
 public:
  RecordReader(std::span<const uint8_t> bytes, const std::string& name)
      : bytes_(bytes), name_(name) {}

  Record read() {
    if (!looks_like_record(bytes_)) damaged("a record has no header", name_);
    // The year tells the byte order of the header.
    const int year = Fields(bytes_, true).half(20);
    const Fields fields(bytes_, year >= 1900 && year <= 2500);
    record_.channel = word_at(bytes_, 18, 2) + "." + word_at(bytes_, 8, 5) +
                      "." + word_at(bytes_, 13, 2) + "." +
                      word_at(bytes_, 15, 3);
    record_.start_s =
        (days_before_year(fields.half(20)) + fields.half(22) - 1) * 86400 +
        fields.byte(24) * 3600 + fields.byte(25) * 60 + fields.byte(26) +
        fields.half(28) * 1e-4;
    record_.count = fields.half(30);
    record_.rate_hz = rate_of(static_cast<int16_t>(fields.half(32)),
                              static_cast<int16_t>(fields.half(34)));
    read_blockettes(fields);
    const size_t data_at = fields.half(44);
    if (record_.record_bytes == 0) damaged("a record has no length", name_);
    if (record_.record_bytes > bytes_.size()) damaged("it is cut", name_);
    if (record_.count > 0 &&
        (data_at < kHeaderBytes || data_at >= record_.record_bytes)) {
      damaged("a record's samples lie outside of it", name_);
    }
    if (record_.count > 0) {
      record_.data = bytes_.subspan(data_at, record_.record_bytes - data_at);
    }
    return record_;
  }

 private:
  void read_blockettes(const Fields& fields) {
    size_t at = fields.half(46);
    while (at != 0) {
      if (at < kHeaderBytes || at + 8 > bytes_.size()) {
        damaged("a blockette lies outside of its record", name_);
      }
      const unsigned kind = fields.half(at);
      if (kind == 1000) {
        record_.encoding = fields.byte(at + 4);
        record_.big_endian = fields.byte(at + 5) != 0;
        const unsigned power = fields.byte(at + 6);
        if (power < 7 || power > 20)
          damaged("a record's length is absurd", name_);
        record_.record_bytes = size_t{1} << power;
      } else if (kind == 100) {
        const double exact = std::bit_cast<float>(fields.word(at + 4));
        if (exact > 0) record_.rate_hz = exact;
      }
      const size_t next = fields.half(at + 2);
      if (next != 0 && next <= at) damaged("its blockettes go round", name_);
      at = next;
    }
  }

  std::span<const uint8_t> bytes_;
  const std::string& name_;
  Record record_;
};

std::vector<double> plain_values(const Record& record, size_t size_bytes,
                                 double (*value)(const Fields&, size_t),
                                 const std::string& name) {
  if (record.data.size() / size_bytes < record.count) {
    damaged("a record has fewer samples than it says", name);
  }
  const Fields fields(record.data, record.big_endian);
  std::vector<double> values(record.count);
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = value(fields, i * size_bytes);
  }
  return values;
}

std::vector<double> values_of(const Record& record, const std::string& name) {
  switch (record.encoding) {
    case 1:
      return plain_values(
          record, 2,
          [](const Fields& f, size_t at) -> double {
            return static_cast<int16_t>(f.half(at));
          },
          name);
    case 3:
      return plain_values(
          record, 4,
          [](const Fields& f, size_t at) -> double {
            return static_cast<int32_t>(f.word(at));
          },
          name);
    case 4:
      return plain_values(
          record, 4,
          [](const Fields& f, size_t at) -> double {
            return std::bit_cast<float>(f.word(at));
          },
          name);
    case 10:
    case 11:
      return decode_steim(record.data, record.count, record.encoding == 11,
                          record.big_endian, name);
    default:
      throw Error("samples in encoding " + std::to_string(record.encoding) +
                      " are not read",
                  name, "16 and 32 bit, float and Steim 1 and 2 are.");
  }
}

// A channel's records, put together.
class Channel {
 public:
  Channel(const std::string& name, const std::string& file)
      : name_(name), file_(file) {}

  void add(const Record& record, FileContent& content) {
    if (!(record.rate_hz > 0) || !(record.rate_hz < 1e6)) {
      damaged("a record's rate is absurd", file_);
    }
    if (!values_.empty() && record.rate_hz != rate_hz_) {
      throw Error("the channel " + name_ + " changes its rate", file_,
                  "Export each rate into a file of its own.");
    }
    rate_hz_ = record.rate_hz;
    const double pause =
        values_.empty() ? 0 : (record.start_s - end_s_) * rate_hz_;
    if (pause > most_missing() || pause < -0.5) {
      finish(content);
    } else if (pause > 0.5) {
      const auto missing = static_cast<size_t>(std::lround(pause));
      values_.insert(values_.end(), missing, std::nanf(""));
      missing_ += missing;
      content.warnings.push_back({"readings are missing", name_});
    }
    for (double value : values_of(record, file_)) {
      if (!std::isfinite(value)) damaged("a sample is no number", file_);
      values_.push_back(static_cast<float>(value));
    }
    end_s_ = record.start_s + static_cast<double>(record.count) / rate_hz_;
  }

  // What was gathered becomes a sample.
  void finish(FileContent& content) {
    if (values_.empty()) return;
    const Signal signal{
        rate_hz_, {{name_.substr(name_.rfind('.') + 1), "counts"}}, values_};
    if (content.samples.empty()) {
      const auto warnings = content.warnings;
      content = content_like(signal, "miniSEED");
      content.warnings = warnings;
    }
    content.samples.push_back(sample_of_signal(
        signal, "series", name_ + "." + std::to_string(++parts_)));
    values_.clear();
    missing_ = 0;
  }

 private:
  // So long a pause is filled in: what is missing must not outgrow what a file
  // holds by much.
  double most_missing() const {
    const size_t most = kMostMissingShare * (values_.size() - missing_);
    return std::min(kMostMissing,
                    static_cast<double>(most) - static_cast<double>(missing_));
  }

  std::string name_, file_;
  double rate_hz_ = 0, end_s_ = 0;
  std::vector<float> values_;
  size_t missing_ = 0;  // of the values
  int parts_ = 0;
};

}  // namespace

Fit sniff_mini_seed(const ImportedFile& file, const ReadOptions&) {
  if (looks_like_record(file.bytes)) return Fit::kByContent;
  return ends_in(file.name, {".mseed", ".miniseed", ".msd"}) ? Fit::kByName
                                                             : Fit::kNone;
}

FileContent read_mini_seed(const ImportedFile& file, const ReadOptions&) {
  FileContent content;
  std::map<std::string, Channel> channels;
  std::span<const uint8_t> rest = file.bytes;
  while (rest.size() >= kLeastRecord) {
    const Record record = RecordReader(rest, file.name).read();
    rest = rest.subspan(record.record_bytes);
    if (record.count == 0) continue;
    channels.try_emplace(record.channel, record.channel, file.name)
        .first->second.add(record, content);
  }
  for (auto& [name, channel] : channels) channel.finish(content);
  if (content.samples.empty()) damaged("it holds no samples", file.name);
  if (content.samples.size() == 1) content.samples[0].part.clear();
  return content;
}

}  // namespace mote
