#include "stages/collect/export/npy.h"

#include <fmt/format.h>

#include <bit>
#include <span>

namespace mote {
namespace {

const char* type_of(const std::vector<int16_t>&) { return "<i2"; }
const char* type_of(const std::vector<float>&) { return "<f4"; }
const char* type_of(const std::vector<uint8_t>&) { return "|u1"; }
const char* type_of(const std::vector<int8_t>&) { return "|i1"; }

std::string shape_of(const Signal& signal) {
  std::string shape;
  const bool single = signal.frame_count() == 1 && signal.rate_hz == 0;
  if (!single) shape += fmt::format("{}, ", signal.frame_count());
  for (const int extent : signal.frame_shape) {
    shape += fmt::format("{}, ", extent);
  }
  if (signal.axis_count() > 1 || shape.empty()) {
    shape += fmt::format("{}, ", signal.axis_count());
  }
  return "(" + shape + ")";
}

}  // namespace

std::vector<uint8_t> encode_npy(const Signal& signal) {
  static_assert(std::endian::native == std::endian::little);
  constexpr size_t kPrefix = 10, kAlignment = 64;
  return std::visit(
      [&](const auto& values) {
        std::string header = fmt::format(
            "{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}",
            type_of(values), shape_of(signal));
        const size_t unpadded = kPrefix + header.size() + 1;
        header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
        header += '\n';
        std::string start = "\x93NUMPY";
        start += {'\x01', '\x00', static_cast<char>(header.size() & 0xFF),
                  static_cast<char>(header.size() >> 8)};
        start += header;
        std::vector<uint8_t> file(start.begin(), start.end());
        const auto bytes = std::as_bytes(std::span(values));
        const auto* first = reinterpret_cast<const uint8_t*>(bytes.data());
        file.insert(file.end(), first, first + bytes.size());
        return file;
      },
      signal.samples);
}

}  // namespace mote
