#include "lib/base/tf_record.h"

#include "lib/base/error.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

constexpr size_t kLengthBytes = 8, kChecksumBytes = 4;
constexpr size_t kHeadBytes = kLengthBytes + kChecksumBytes;

template <class Number>
void append_number(std::vector<uint8_t>& bytes, Number number) {
  for (size_t i = 0; i < sizeof(number); ++i) {
    bytes.push_back(static_cast<uint8_t>(number >> (8 * i)));
  }
}

template <class Number>
Number number_at(std::span<const uint8_t> bytes, size_t at) {
  Number number = 0;
  for (size_t i = sizeof(number); i > 0; --i) {
    number = static_cast<Number>(number << 8) | bytes[at + i - 1];
  }
  return number;
}

uint32_t masked_checksum(std::span<const uint8_t> bytes) {
  const uint32_t crc = crc32c(bytes);
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

Error damaged(const char* what, const std::string& name) {
  return Error(std::string("the TFRecord file is damaged: ") + what, name,
               "Write or copy it again. Compressed ones must be unpacked.");
}

}  // namespace

std::vector<uint8_t> tf_record(std::string_view data) {
  std::vector<uint8_t> record;
  record.reserve(kHeadBytes + data.size() + kChecksumBytes);
  append_number(record, uint64_t{data.size()});
  append_number(record, masked_checksum(record));
  record.insert(record.end(), data.begin(), data.end());
  append_number(record, masked_checksum(std::span(record).subspan(
                            kHeadBytes, data.size())));
  return record;
}

bool starts_with_tf_record(std::span<const uint8_t> bytes) {
  return bytes.size() >= kHeadBytes &&
         number_at<uint32_t>(bytes, kLengthBytes) ==
             masked_checksum(bytes.first(kLengthBytes));
}

std::optional<std::string_view> take_tf_record(std::span<const uint8_t>& bytes,
                                               const std::string& name) {
  if (bytes.empty()) return std::nullopt;
  if (!starts_with_tf_record(bytes)) {
    throw damaged("a length has a wrong checksum", name);
  }
  const auto size = number_at<uint64_t>(bytes, 0);
  const size_t rest = bytes.size() - kHeadBytes;
  if (rest < kChecksumBytes || size > rest - kChecksumBytes) {
    throw damaged("its last record is cut off", name);
  }
  const auto data = bytes.subspan(kHeadBytes, static_cast<size_t>(size));
  const size_t end = kHeadBytes + data.size();
  if (number_at<uint32_t>(bytes, end) != masked_checksum(data)) {
    throw damaged("a record has a wrong checksum", name);
  }
  bytes = bytes.subspan(end + kChecksumBytes);
  return std::string_view(reinterpret_cast<const char*>(data.data()),
                          data.size());
}

}  // namespace mote
