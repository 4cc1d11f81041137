#include "stages/collect/edge_impulse/acquisition.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/base/text.h"
#include "lib/base/utc_time.h"
#include "stages/collect/edge_impulse/acquisition_document.h"

namespace mote {
namespace {

constexpr size_t kSignatureDigits = 64;
constexpr double kHighestRate_hz = 1e7;
constexpr double kWholeRate = 1e-5;  // relative distance that is rounded away

std::string_view as_text(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void require(bool holds, const std::string& what, const std::string& name) {
  if (holds) return;
  throw Error("not acquisition data: " + what, name,
              "docs/collect.md says what it must hold.");
}

// The numbers behind a document, `T` little-endian each.
template <class T>
void append_numbers(std::span<const uint8_t> bytes,
                    std::vector<float>& values) {
  static_assert(std::endian::native == std::endian::little);
  values.resize(bytes.size() / sizeof(T));
  for (size_t i = 0; i < values.size(); ++i) {
    T value;
    std::memcpy(&value, &bytes[i * sizeof(T)], sizeof(T));
    values[i] = static_cast<float>(value);
  }
}

using Append = void (*)(std::span<const uint8_t>, std::vector<float>&);
struct BinaryType {
  std::string_view name;
  size_t bytes;
  bool fits_16_bits;
  Append append;
};
constexpr BinaryType kBinaryTypes[] = {
    {"i16", 2, true, append_numbers<int16_t>},
    {"u16", 2, false, append_numbers<uint16_t>},
    {"i8", 1, true, append_numbers<int8_t>},
    {"u8", 1, true, append_numbers<uint8_t>},
    {"i32", 4, false, append_numbers<int32_t>},
    {"u32", 4, false, append_numbers<uint32_t>},
    {"f32", 4, false, append_numbers<float>}};

// "i16" of "Ref-BINARY-i16  ": devices write its case as they like, and pad it
// with spaces.
std::string type_of_reference(std::string reference) {
  constexpr std::string_view kStart = "ref-binary-";
  reference = lower_case(reference);
  if (!reference.starts_with(kStart)) return "";
  reference.erase(0, kStart.size());
  return reference.substr(0, reference.find(' '));
}

// Fills in the values that follow the document.
void read_binary(std::span<const uint8_t> file, const std::string& name,
                 AcquisitionDocument& document) {
  const std::string wanted = type_of_reference(document.reference);
  const auto type = std::find_if(
      std::begin(kBinaryTypes), std::end(kBinaryTypes),
      [&](const BinaryType& candidate) { return candidate.name == wanted; });
  require(type != std::end(kBinaryTypes),
          "its values are '" + document.reference +
              "', which is no reference to numbers behind it",
          name);
  require(document.sensors.size() == 1,
          "numbers behind it must be of one sensor", name);
  const auto bytes = file.subspan(document.document_bytes);
  require(bytes.size() % type->bytes == 0,
          fmt::format("the {} bytes behind it are no whole number of {}",
                      bytes.size(), wanted),
          name);
  type->append(bytes, document.values);
  document.whole_numbers = type->fits_16_bits;
  require(std::all_of(document.values.begin(), document.values.end(),
                      [](float value) { return std::isfinite(value); }),
          "a value is not a finite number", name);
}

double rate_of(double interval_ms, size_t frames, const std::string& name) {
  if (interval_ms == 0 && frames == 1) return 0;
  require(interval_ms > 0 && 1000 / interval_ms <= kHighestRate_hz &&
              1000 / interval_ms > 1e-9,
          fmt::format("payload.interval_ms is {}", interval_ms), name);
  const double rate_hz = 1000 / interval_ms;
  const double whole_hz = std::round(rate_hz);
  return std::abs(rate_hz - whole_hz) <= kWholeRate * whole_hz ? whole_hz
                                                               : rate_hz;
}

Signal signal_of(AcquisitionDocument& document, const std::string& name) {
  const size_t sensors = document.sensors.size();
  require(sensors > 0, "payload.sensors is empty or missing", name);
  require(!document.values.empty(), "payload.values is empty", name);
  const size_t columns = std::max<size_t>(document.row_length, 1);
  require(columns == sensors,
          fmt::format("payload.values has {} value(s) a row for {} sensor(s)",
                      columns, sensors),
          name);
  Signal signal;
  signal.rate_hz =
      rate_of(*document.interval_ms, document.values.size() / sensors, name);
  signal.axes = document.sensors;
  if (sensors == 1 && document.sensors[0].unit == "wav" &&
      document.whole_numbers) {
    return mono_audio(signal.rate_hz,
                      {document.values.begin(), document.values.end()});
  }
  signal.samples = std::move(document.values);
  return signal;
}

SignatureState judge(const AcquisitionDocument& document,
                     std::span<const uint8_t> file, std::string_view hmac_key,
                     const std::string& name) {
  if (*document.algorithm == "none") return SignatureState::kNone;
  require(*document.algorithm == "HS256",
          "protected.alg is '" + *document.algorithm +
              "', where HS256 or none is possible",
          name);
  require(document.signature && document.signature->size() == kSignatureDigits,
          "signature is not 64 hexadecimal digits", name);
  if (hmac_key.empty()) return SignatureState::kUnchecked;
  const std::string right = signature_of(file, *document.signature, hmac_key);
  return same_secret(right, *document.signature) ? SignatureState::kValid
                                                 : SignatureState::kWrong;
}

}  // namespace

bool is_acquisition(std::span<const uint8_t> file) {
  if (file.empty()) return false;
  const bool is_json = file[0] == '{' || std::isspace(file[0]) != 0;
  const bool is_cbor_map = file[0] >= 0xA2 && file[0] <= 0xBF;
  if (!is_json && !is_cbor_map) return false;
  // What it must hold stands at its beginning, unless the values come first.
  constexpr size_t kBeginning = 4096;
  const std::string_view start =
      as_text(file.first(std::min(file.size(), kBeginning)));
  const bool has_payload = start.find("payload") != std::string_view::npos;
  const bool has_more = start.find("interval_ms") != std::string_view::npos ||
                        start.find("protected") != std::string_view::npos;
  return has_payload && has_more;
}

FileContent content_of_acquisition(const Acquisition& acquisition) {
  const Signal& signal = acquisition.signal;
  const bool is_sound =
      std::holds_alternative<std::vector<int16_t>>(signal.samples);
  const char* kind = is_sound              ? "audio"
                     : signal.rate_hz == 0 ? "tensor"
                                           : "series";
  FileContent content = content_like(signal, "Edge Impulse acquisition data");
  content.samples.push_back(sample_of_signal(signal, kind));
  auto& metadata = content.samples.back().metadata;
  if (!acquisition.device_name.empty()) {
    metadata["device"] = acquisition.device_name;
  }
  // The format wants one: what mote writes where it knows none.
  if (!acquisition.device_type.empty() && acquisition.device_type != "mote") {
    metadata["device_type"] = acquisition.device_type;
  }
  if (acquisition.made_at_s > 0) {
    metadata["made_at"] = utc_text(acquisition.made_at_s);
  }
  return content;
}

std::string signature_of(std::span<const uint8_t> file,
                         const std::string& signature,
                         std::string_view hmac_key) {
  const size_t at = as_text(file).find(signature);
  if (at == std::string_view::npos) return "";
  std::vector<uint8_t> unsigned_file(file.begin(), file.end());
  std::fill_n(unsigned_file.begin() + static_cast<std::ptrdiff_t>(at),
              signature.size(), '0');
  return hmac_sha256(hmac_key, unsigned_file);
}

Acquisition read_acquisition(std::span<const uint8_t> file,
                             std::string_view hmac_key,
                             const std::string& name) {
  AcquisitionDocument document = parse_acquisition(file, name);
  require(document.algorithm.has_value(), "it has no protected.alg", name);
  require(document.version == "v1", "protected.ver is not 'v1'", name);
  require(document.interval_ms.has_value(), "it has no payload.interval_ms",
          name);
  require(document.has_values, "it has no payload.values", name);
  Acquisition acquisition;
  acquisition.signature = judge(document, file, hmac_key, name);
  acquisition.device_name = document.device_name.value_or("");
  acquisition.device_type = document.device_type.value_or("");
  acquisition.made_at_s = document.made_at_s;
  if (!document.reference.empty()) read_binary(file, name, document);
  acquisition.signal = signal_of(document, name);
  return acquisition;
}

}  // namespace mote
