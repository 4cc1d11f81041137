#include "lib/live/live_format.h"

#include "lib/base/error.h"

namespace mote {

size_t LiveFormat::frame_values() const {
  size_t values = axes.size();
  for (int extent : frame_shape) values *= static_cast<size_t>(extent);
  return values;
}

size_t value_count(const SignalValues& values) {
  return std::visit([](const auto& list) { return list.size(); }, values);
}

SignalValues no_values(std::string_view type) {
  if (type == "int16") return std::vector<int16_t>();
  if (type == "float32") return std::vector<float>();
  if (type == "uint8") return std::vector<uint8_t>();
  if (type == "int8") return std::vector<int8_t>();
  throw Error("'" + std::string(type) + "' is no type of values", "",
              "There are int16, float32, uint8 and int8.");
}

}  // namespace mote
