#include "lib/signal/signal_file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "lib/base/error.h"

namespace mote {
namespace {

using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little,
              "samples are copied as they lie in memory");

constexpr std::string_view kMagic = "motesig1";
constexpr size_t kLongestHeader = size_t{1} << 22;

[[noreturn]] void damaged(const std::string& what, const std::string& name) {
  throw Error("the signal file is damaged: " + what, name, "Import it again.");
}

Json header_of(const Signal& signal) {
  Json axes = Json::array();
  for (const Axis& axis : signal.axes) {
    axes.push_back({{"name", axis.name}, {"unit", axis.unit}});
  }
  return {{"axes", axes},
          {"frame_shape", signal.frame_shape},
          {"frames", signal.frame_count()},
          {"rate_hz", signal.rate_hz},
          {"type", type_name(signal.samples)}};
}

SignalValues values_of_type(const std::string& type, const std::string& name) {
  if (type == "int16") return std::vector<int16_t>();
  if (type == "float32") return std::vector<float>();
  if (type == "uint8") return std::vector<uint8_t>();
  if (type == "int8") return std::vector<int8_t>();
  damaged("it has values of no known type", name);
}

// What the header promises, samples still empty.
Signal signal_of(const Json& header, const std::string& name) {
  Signal signal;
  signal.rate_hz = header.at("rate_hz").get<double>();
  for (const Json& axis : header.at("axes")) {
    signal.axes.push_back({axis.at("name"), axis.at("unit")});
  }
  header.at("frame_shape").get_to(signal.frame_shape);
  signal.samples = values_of_type(header.at("type"), name);
  if (!(signal.rate_hz >= 0) || !std::isfinite(signal.rate_hz)) {
    damaged("its rate is no rate", name);
  }
  return signal;
}

// Values that the header promises, none when it promises more than fit.
size_t promised_values(const Signal& signal, size_t frames, size_t limit) {
  size_t values = frames;
  for (int extent : signal.frame_shape) {
    if (extent <= 0 || values > limit / static_cast<size_t>(extent)) return 0;
    values *= static_cast<size_t>(extent);
  }
  if (signal.axes.empty() || values > limit / signal.axes.size()) return 0;
  return values * signal.axes.size();
}

template <class Value>
void take_values(std::span<const uint8_t> bytes, size_t count,
                 std::vector<Value>& values, const std::string& name) {
  if (count == 0 || bytes.size() != count * sizeof(Value)) {
    damaged("it has another length than it says", name);
  }
  values.resize(count);
  std::memcpy(values.data(), bytes.data(), bytes.size());
  if constexpr (std::is_same_v<Value, float>) {
    for (float value : values) {
      if (std::isinf(value)) damaged("it holds an infinite value", name);
    }
  }
}

}  // namespace

std::vector<uint8_t> encode_signal(const Signal& signal) {
  const std::string head =
      std::string(kMagic) +
      header_of(signal).dump(-1, ' ', false,
                             nlohmann::json::error_handler_t::replace) +
      "\n";
  std::vector<uint8_t> bytes(head.begin(), head.end());
  std::visit(
      [&](const auto& values) {
        const auto* data = reinterpret_cast<const uint8_t*>(values.data());
        bytes.insert(bytes.end(), data,
                     data + values.size() * sizeof(values[0]));
      },
      signal.samples);
  return bytes;
}

bool is_signal_file(std::span<const uint8_t> file) {
  return file.size() >= kMagic.size() &&
         std::memcmp(file.data(), kMagic.data(), kMagic.size()) == 0;
}

Signal decode_signal(std::span<const uint8_t> file, const std::string& name) {
  if (!is_signal_file(file)) damaged("it does not begin as one", name);
  file = file.subspan(kMagic.size());
  const size_t searched = std::min(file.size(), kLongestHeader);
  const void* end = std::memchr(file.data(), '\n', searched);
  if (end == nullptr) damaged("its header has no end", name);
  const auto* newline = static_cast<const uint8_t*>(end);
  try {
    const Json header = Json::parse(file.data(), newline);
    Signal signal = signal_of(header, name);
    const auto content =
        file.subspan(static_cast<size_t>(newline - file.data()) + 1);
    const size_t count = promised_values(
        signal, header.at("frames").get<size_t>(), content.size());
    std::visit([&](auto& values) { take_values(content, count, values, name); },
               signal.samples);
    return signal;
  } catch (const Json::exception&) {
    damaged("its header is no JSON of a signal", name);
  }
}

const char* type_name(const SignalValues& values) {
  static constexpr const char* kNames[] = {"int16", "float32", "uint8", "int8"};
  return kNames[values.index()];
}

}  // namespace mote
